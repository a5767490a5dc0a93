using System.Text.Json;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.Bench.Samples;

/// <summary>
/// Reads the JSON of <see cref="JsonFrame"/> by hand into the records that <see cref="FrameReader"/> gives. It trusts what it reads,
/// names and order included, which a reader at the edge of a network must not.
/// </summary>
internal static class LeanJsonReader
{
    public static List<TelemetryRecord> Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        Next(ref reader, 3);
        var deviceId = reader.GetString()!;
        Next(ref reader, 2);
        var bootId = reader.GetUInt32();
        Next(ref reader, 2);
        var sequence = reader.GetUInt32();
        Next(ref reader, 2);
        var time = reader.GetInt64();
        Next(ref reader, 2);
        var clockSynced = reader.GetBoolean();
        Next(ref reader, 2);
        var records = new List<TelemetryRecord>();
        Span<long> values = stackalloc long[32];
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var members = ReadMembers(ref reader, values);
            time += members.Dt;
            records.Add(new TelemetryRecord
            {
                DeviceId = deviceId,
                BootId = bootId,
                Sequence = sequence++,
                TimeMs = time,
                ClockSynced = clockSynced,
                Kind = members.Kind,
                Mask = members.Mask,
                Values = members.Count == 0 ? default : values[..members.Count].ToArray(),
                Severity = members.Severity,
                Text = members.Text,
            });
        }

        return records;
    }

    private static Members ReadMembers(ref Utf8JsonReader reader, scoped Span<long> values)
    {
        var members = default(Members);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("kind"u8))
            {
                Next(ref reader, 1);
                members.Kind = reader.GetByte();
            }
            else if (reader.ValueTextEquals("dt"u8))
            {
                Next(ref reader, 1);
                members.Dt = reader.GetUInt32();
            }
            else if (reader.ValueTextEquals("mask"u8))
            {
                Next(ref reader, 1);
                members.Mask = reader.GetUInt32();
            }
            else if (reader.ValueTextEquals("values"u8))
            {
                Next(ref reader, 1);
                while (reader.Read() && reader.TokenType == JsonTokenType.Number)
                {
                    values[members.Count++] = reader.GetInt64();
                }
            }
            else if (reader.ValueTextEquals("severity"u8))
            {
                Next(ref reader, 1);
                members.Severity = reader.GetByte();
            }
            else
            {
                Next(ref reader, 1);
                members.Text = reader.GetString();
            }
        }

        return members;
    }

    private static void Next(ref Utf8JsonReader reader, int tokens)
    {
        for (; tokens > 0; tokens--)
        {
            reader.Read();
        }
    }

    private struct Members
    {
        public byte Kind;
        public uint Dt;
        public uint Mask;
        public int Count;
        public byte Severity;
        public string? Text;
    }
}

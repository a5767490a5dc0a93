using System.Text.Json.Serialization;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.Bench.Samples;

/// <summary>
/// The leanest JSON that says what a frame says: the head once, times as differences, values by number instead of by name, and nothing
/// that is 0 or absent.
/// </summary>
internal sealed class JsonFrame
{
    public required string DeviceId { get; init; }

    public required uint BootId { get; init; }

    public required uint Seq { get; init; }

    public required long Time { get; init; }

    public required bool ClockSynced { get; init; }

    public required IReadOnlyList<JsonRecord> Records { get; init; }

    public static JsonFrame From(IReadOnlyList<TelemetryRecord> records)
    {
        var first = records[0];
        return new JsonFrame
        {
            DeviceId = first.DeviceId,
            BootId = first.BootId,
            Seq = first.Sequence,
            Time = first.TimeMs,
            ClockSynced = first.ClockSynced,
            Records = [.. records.Select((record, index) => JsonRecord.From(record, index == 0 ? record : records[index - 1]))],
        };
    }
}

/// <summary>A record of it.</summary>
internal sealed class JsonRecord
{
    public required byte Kind { get; init; }

    public uint Dt { get; init; }

    public uint Mask { get; init; }

    public long[]? Values { get; init; }

    public byte Severity { get; init; }

    public string? Text { get; init; }

    public static JsonRecord From(TelemetryRecord record, TelemetryRecord previous) => new()
    {
        Kind = record.Kind,
        Dt = (uint)(record.TimeMs - previous.TimeMs),
        Mask = record.Mask,
        Values = record.Mask == 0 ? null : record.Values.ToArray(),
        Severity = record.Severity,
        Text = record.Text,
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(JsonFrame))]
internal sealed partial class JsonFrameContext : JsonSerializerContext;

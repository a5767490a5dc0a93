using System.Buffers;
using System.Text;
using System.Text.Json;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Query;

/// <summary>What the answers to queries have in common.</summary>
internal static class QueryJson
{
    /// <summary>Makes an answer of one object.</summary>
    public static HttpApiResponse Answer(Action<Utf8JsonWriter> writeMembers)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writeMembers(writer);
            writer.WriteEndObject();
        }

        return new HttpApiResponse
        {
            StatusCode = 200,
            Headers = new Dictionary<string, string> { ["content-type"] = "application/json", ["cache-control"] = "no-store" },
            Body = Encoding.UTF8.GetString(buffer.WrittenSpan),
        };
    }

    /// <summary>Writes the members of a record, and when it was received.</summary>
    public static void WriteRecord(Utf8JsonWriter writer, StoredRecord record)
    {
        RecordJson.WriteMembers(writer, record.Record);
        writer.WriteNumber("received"u8, record.ReceivedAt.ToUnixTimeMilliseconds());
    }

    /// <summary>Writes a number, or null when there is none.</summary>
    public static void WriteNumber(Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } number)
            writer.WriteNumber(name, number);
        else
            writer.WriteNull(name);
    }
}

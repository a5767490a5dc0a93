using System.Buffers;
using System.Globalization;
using System.Text.Json;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Search;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.Tool.GroundStation.Networks;

/// <summary>
/// A record as other networks get it: as <c>GET /v1/live</c> has it, with <c>id</c>, which names it for ever, and for an event the name of its
/// code, <c>event</c>, and what it says in words, <c>message</c>.
/// </summary>
internal static class NetworkRecordJson
{
    /// <summary>What names a record for ever: whoever gets one twice knows it by this.</summary>
    public static string IdOf(TelemetryRecord record) =>
        string.Create(CultureInfo.InvariantCulture, $"{record.DeviceId}/{record.BootId}/{record.Sequence}");

    /// <summary>Writes one as a JSON object.</summary>
    public static void Write(Utf8JsonWriter writer, ProjectedRecord projected)
    {
        var record = projected.Record;
        writer.WriteStartObject();
        writer.WriteString("id"u8, IdOf(record));
        RecordJson.WriteMembers(writer, record);
        writer.WriteNumber("received"u8, projected.ReceivedAt.ToUnixTimeMilliseconds());
        if (record.Kind == RecordKind.Event)
        {
            if (record.TryGet(EventCodes.CodeField, out var code) && EventCodes.Name(code) is { } name) writer.WriteString("event"u8, name);
            writer.WriteString("message"u8, EventText.Of(record));
        }

        writer.WriteEndObject();
    }

    /// <summary>Returns one as UTF-8.</summary>
    public static byte[] ToUtf8(ProjectedRecord projected) => ToUtf8(writer => Write(writer, projected));

    /// <summary>Returns what is written as UTF-8.</summary>
    public static byte[] ToUtf8(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }
}

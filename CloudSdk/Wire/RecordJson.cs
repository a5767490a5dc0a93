using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DroneLink.CloudSdk.Wire;

/// <summary>
/// A record as JSON, the same wherever one is shown:
/// <c>{"deviceId":"d","bootId":1,"seq":2,"time":3,"clockSynced":true,"kind":"position","fields":{"latitude":-353629847}}</c>.
/// Values are in the units of the wire. A text has <c>"severity"</c> and <c>"text"</c> in place of the fields; a kind without a name
/// has its number, and no fields.
/// </summary>
public static class RecordJson
{
    // A line is read by people and by other programs, and never stands in HTML: "°" may stay "°". Control characters are escaped.
    private static readonly JsonWriterOptions LineOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Returns a record as one line of JSON, without the line end.</summary>
    public static string ToLine(TelemetryRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, LineOptions))
        {
            Write(writer, record);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes a record as one JSON object.</summary>
    public static void Write(Utf8JsonWriter writer, TelemetryRecord record)
    {
        writer.WriteStartObject();
        WriteMembers(writer, record);
        writer.WriteEndObject();
    }

    /// <summary>Writes the members of a record into an object that the caller opened and may add to.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, TelemetryRecord record)
    {
        writer.WriteString("deviceId"u8, record.DeviceId);
        writer.WriteNumber("bootId"u8, record.BootId);
        writer.WriteNumber("seq"u8, record.Sequence);
        writer.WriteNumber("time"u8, record.TimeMs);
        writer.WriteBoolean("clockSynced"u8, record.ClockSynced);
        var schema = KindSchema.Find(record.Kind);
        if (schema is null)
        {
            writer.WriteNumber("kind"u8, record.Kind);
        }
        else
        {
            writer.WriteString("kind"u8, schema.Name);
        }

        if (record.Kind == RecordKind.Text)
        {
            writer.WriteNumber("severity"u8, record.Severity);
            writer.WriteString("text"u8, record.Text ?? "");
            return;
        }

        writer.WriteStartObject("fields"u8);
        for (var field = 0; field < schema?.Fields.Length; field++)
        {
            if (record.TryGet(field, out var value))
            {
                writer.WriteNumber(schema.Fields[field], value);
            }
        }

        writer.WriteEndObject();
    }
}

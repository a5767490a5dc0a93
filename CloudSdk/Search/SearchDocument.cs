using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Search;

/// <summary>A record as the index has it: fields for people and Kibana in plain units, and all that it takes to give it back exactly.</summary>
/// <param name="record">The record as it came.</param>
/// <param name="receivedAt">When the stream took it.</param>
/// <param name="anchor">What dates its boot, null if nothing is known; it says nothing about a record that has its device's own date.</param>
internal sealed class SearchDocument(TelemetryRecord record, DateTimeOffset receivedAt, BootAnchor? anchor)
{
    /// <summary>Members that <see cref="Read"/> needs.</summary>
    public static readonly string[] ReadMembers = ["device", "boot", "seq", "effective", "clockSynced", "uptime", "anchor", "text", "raw"];

    private const int LatitudeField = 0;
    private const int LongitudeField = 1;
    private const double MaxLatitude = 90;
    private const double MaxLongitude = 180;

    // The lines of a bulk call are read by machines alone, and "°" may stay "°"; line ends are escaped.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly BootAnchor? _anchor = BootClock.CanDate(record) ? anchor : null;

    /// <summary>The record as it came.</summary>
    public TelemetryRecord Record => record;

    /// <summary>When the stream took it.</summary>
    public DateTimeOffset ReceivedAt => receivedAt;

    /// <summary>Its name for ever, the document's id.</summary>
    public string Id => IdOf(record);

    private long EffectiveMs => record.ClockSynced ? record.TimeMs
        : _anchor is { } known ? record.TimeMs + known.OffsetMs
        : receivedAt.ToUnixTimeMilliseconds();

    /// <summary>Returns a record's document id.</summary>
    public static string IdOf(TelemetryRecord record) =>
        string.Create(CultureInfo.InvariantCulture, $"{record.DeviceId}#{record.BootId}#{record.Sequence}");

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="SearchException">It is no such document.</exception>
    public static SearchDocument Read(JsonElement source)
    {
        try
        {
            var raw = source.GetProperty("raw");
            var isDated = source.GetProperty("clockSynced").GetBoolean();
            var effective = source.GetProperty("effective").GetInt64();
            var time = isDated ? effective : source.GetProperty("uptime").GetInt64();
            var values = raw.GetProperty("values");
            var record = new TelemetryRecord
            {
                DeviceId = source.GetProperty("device").GetString()!,
                BootId = source.GetProperty("boot").GetUInt32(),
                Sequence = source.GetProperty("seq").GetUInt32(),
                Kind = raw.GetProperty("kind").GetByte(),
                ClockSynced = isDated,
                TimeMs = time,
                Severity = raw.GetProperty("severity").GetByte(),
                Mask = raw.GetProperty("mask").GetUInt32(),
                Values = values.EnumerateArray().Select(value => value.GetInt64()).ToArray(),
                Text = source.TryGetProperty("text", out var text) ? text.GetString() : null,
            };
            var anchor = source.TryGetProperty("anchor", out var sequence) ? new BootAnchor(sequence.GetUInt32(), effective - time) : null;
            return new SearchDocument(record, DateTimeOffset.FromUnixTimeMilliseconds(raw.GetProperty("received").GetInt64()), anchor);
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new SearchException("bad-answer", "A document in the index is not one of ours: " + exception.Message, inner: exception);
        }
    }

    /// <summary>Returns the record, dated if its boot is.</summary>
    public StoredRecord ToStored() => new(BootClock.Date(record, _anchor?.OffsetMs), receivedAt);

    /// <summary>Returns the document, one line of JSON.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer, WriterOptions);
        json.WriteStartObject();
        WriteTime(json, "@timestamp", EffectiveMs);
        json.WriteNumber("effective", EffectiveMs);
        json.WriteString("device", record.DeviceId);
        json.WriteNumber("boot", record.BootId);
        json.WriteNumber("seq", record.Sequence);
        json.WriteString("kind", KindSchema.Find(record.Kind)?.Name ?? record.Kind.ToString(CultureInfo.InvariantCulture));
        WriteTime(json, "received", receivedAt.ToUnixTimeMilliseconds());
        json.WriteBoolean("clockSynced", record.ClockSynced);
        if (!record.ClockSynced)
            json.WriteNumber("uptime", record.TimeMs);
        if (_anchor is { } known)
            json.WriteNumber("anchor", known.Sequence);
        WriteFields(json);
        WriteRaw(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    // A time that no calendar has is left out; `effective` has it all the same.
    private static void WriteTime(Utf8JsonWriter json, string name, long ms)
    {
        if (ms >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && ms <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
            json.WriteString(name, DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
    }

    private static void WriteWords(Utf8JsonWriter json, string text)
    {
        json.WriteStartArray("words");
        foreach (var word in SearchWords.Of(text))
            json.WriteStringValue(word);
        json.WriteEndArray();
    }

    private void WriteFields(Utf8JsonWriter json)
    {
        if (record.Kind == RecordKind.Text)
        {
            json.WriteNumber("severity", record.Severity);
            json.WriteString("text", record.Text ?? "");
            WriteWords(json, record.Text ?? "");
            return;
        }

        if (KindSchema.Find(record.Kind) is not { } schema || record.Mask == 0)
            return;

        json.WriteStartObject(schema.Name);
        for (var field = 0; field < schema.Fields.Length; field++)
        {
            if (!record.TryGet(field, out var value))
                continue;
            var divisor = SearchUnits.Divisor(record.Kind, field);
            if (divisor == 1)
                json.WriteNumber(schema.Fields[field], value);
            else
                json.WriteNumber(schema.Fields[field], value / (double)divisor);
        }

        if (record.Kind == RecordKind.Position)
            WriteLocation(json);
        if (record.Kind == RecordKind.Event && record.TryGet(EventCodes.CodeField, out var code) && EventCodes.Name(code) is { } name)
            json.WriteString("name", name);
        json.WriteEndObject();

        if (record.Kind != RecordKind.Event)
            return;
        if (record.TryGet(EventCodes.SeverityField, out var severity))
            json.WriteNumber("severity", severity);
        if (record.TryGet(EventCodes.CodeField, out code))
            WriteWords(json, EventCodes.Words(code));
    }

    // An index refuses a place that is none, and with it the whole record.
    private void WriteLocation(Utf8JsonWriter json)
    {
        if (!record.TryGet(LatitudeField, out var latitude) || !record.TryGet(LongitudeField, out var longitude))
            return;
        var lat = latitude / (double)SearchUnits.Divisor(RecordKind.Position, LatitudeField);
        var lon = longitude / (double)SearchUnits.Divisor(RecordKind.Position, LongitudeField);
        if (lat is < -MaxLatitude or > MaxLatitude || lon is < -MaxLongitude or > MaxLongitude)
            return;
        json.WriteStartObject("location");
        json.WriteNumber("lat", lat);
        json.WriteNumber("lon", lon);
        json.WriteEndObject();
    }

    private void WriteRaw(Utf8JsonWriter json)
    {
        json.WriteStartObject("raw");
        json.WriteNumber("kind", record.Kind);
        json.WriteNumber("received", receivedAt.ToUnixTimeMilliseconds());
        json.WriteNumber("severity", record.Severity);
        json.WriteNumber("mask", record.Mask);
        json.WriteStartArray("values");
        foreach (var value in record.Values.Span)
            json.WriteNumberValue(value);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}

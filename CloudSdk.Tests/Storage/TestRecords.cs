using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Search;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Tests.Storage;

/// <summary>Records for tests, in few words.</summary>
internal static class TestRecords
{
    /// <summary>The beginning of test time, ms since 1970-01-01 UTC.</summary>
    public const long Now = 1_780_000_000_000;

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TelemetryRecord Record(
        uint seq, long time = Now, bool synced = true, uint boot = 1, string device = "drone-1", byte kind = RecordKind.Position,
        params (int Field, long Value)[] fields) => new()
        {
            DeviceId = device,
            BootId = boot,
            Sequence = seq,
            TimeMs = time,
            ClockSynced = synced,
            Kind = kind,
            Mask = fields.Aggregate(0u, (mask, field) => mask | (1u << field.Field)),
            Values = fields.OrderBy(field => field.Field).Select(field => field.Value).ToArray(),
        };

    public static TelemetryRecord Event(
        uint seq, long code, long? severity = null, long? value = null, long time = Now, bool synced = true, uint boot = 1, string device = "drone-1")
    {
        List<(int, long)> fields = [(EventCodes.CodeField, code)];
        if (severity is { } s)
            fields.Add((EventCodes.SeverityField, s));
        if (value is { } v)
            fields.Add((EventCodes.ValueField, v));
        return Record(seq, time, synced, boot, device, RecordKind.Event, [.. fields]);
    }

    public static TelemetryRecord Anchor(uint seq, long offset, uint boot = 1, string device = "drone-1", long time = 0) =>
        Event(seq, EventCodes.ClockSynced, 6, offset, time, synced: false, boot, device);

    public static TelemetryRecord Text(
        uint seq, string text, byte severity = 6, long time = Now, bool synced = true, uint boot = 1, string device = "drone-1") => new()
        {
            DeviceId = device,
            BootId = boot,
            Sequence = seq,
            TimeMs = time,
            ClockSynced = synced,
            Kind = RecordKind.Text,
            Severity = severity,
            Text = text,
        };

    public static ProjectedRecord At(this TelemetryRecord record, long receivedMs) => new(record, DateTimeOffset.FromUnixTimeMilliseconds(receivedMs));

    public static async Task StoreAsync(this IRecordSink sink, params ProjectedRecord[] records) =>
        Assert.Empty(await sink.WriteAsync(records, Token));

    public static IEnumerable<uint> Sequences(this RecordPage page) => page.Records.Select(record => record.Record.Sequence);

    /// <summary>All that a record says, as one comparable text.</summary>
    public static string Describe(this StoredRecord record) =>
        $"{RecordJson.ToLine(record.Record)} received {record.ReceivedAt.ToUnixTimeMilliseconds()}";
}

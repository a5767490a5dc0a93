using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Search;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Tests.Storage;

/// <summary>The rules of the store as plainly as they can be written, over the whole set at once. For one device.</summary>
internal static class StoreModel
{
    public static IReadOnlyList<StoredRecord> Date(IReadOnlyList<ProjectedRecord> records)
    {
        var anchors = records
            .Where(item => item.Record.Kind == RecordKind.Event)
            .GroupBy(item => item.Record.BootId)
            .ToDictionary(boot => boot.Key, boot => boot.MinBy(item => item.Record.Sequence)!.Record.Values.Span[EventCodes.ValueField]);
        return
        [
            .. records.Select(item => new StoredRecord(
                !item.Record.ClockSynced && anchors.TryGetValue(item.Record.BootId, out var offset) ? WithTime(item.Record, item.Record.TimeMs + offset) : item.Record,
                item.ReceivedAt)),
        ];
    }

    public static IEnumerable<StoredRecord> Ascending(IReadOnlyList<StoredRecord> records) =>
        records.OrderBy(record => (record.EffectiveMs, record.Record.BootId, record.Record.Sequence));

    public static IEnumerable<StoredRecord> Latest(IReadOnlyList<StoredRecord> records) =>
        records.GroupBy(record => record.Record.Kind).OrderBy(kind => kind.Key).Select(kind => kind
            .GroupBy(record => record.Record.ClockSynced)
            .Select(side => side.MaxBy(record => (side.Key ? record.Record.TimeMs : 0, record.Record.BootId, record.Record.Sequence))!)
            .MaxBy(record => (record.Record.BootId, record.Record.Sequence))!);

    private static TelemetryRecord WithTime(TelemetryRecord record, long time) => new()
    {
        DeviceId = record.DeviceId,
        BootId = record.BootId,
        Sequence = record.Sequence,
        TimeMs = time,
        ClockSynced = true,
        Kind = record.Kind,
        Mask = record.Mask,
        Values = record.Values,
        Severity = record.Severity,
        Text = record.Text,
    };
}

using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.Tool.Tests.Networks;

/// <summary>Records for tests of networks; each has a sequence number of its own.</summary>
internal static class NetworkRecords
{
    private static int _sequence;

    /// <summary>A record of a time that is known.</summary>
    public static TelemetryRecord At(DateTimeOffset time, byte kind, params (int Field, long Value)[] fields) =>
        Of("kite", time.ToUnixTimeMilliseconds(), kind, fields);

    /// <summary>A record of a device.</summary>
    public static TelemetryRecord Of(string device, long timeMs, byte kind, params (int Field, long Value)[] fields) => new()
    {
        DeviceId = device,
        BootId = Frames.BootId,
        Sequence = (uint)Interlocked.Increment(ref _sequence),
        TimeMs = timeMs,
        ClockSynced = true,
        Kind = kind,
        Mask = fields.Aggregate(0u, (mask, field) => mask | (1u << field.Field)),
        Values = fields.OrderBy(field => field.Field).Select(field => field.Value).ToArray(),
    };

    /// <summary>An event.</summary>
    public static TelemetryRecord Event(string device, long timeMs, int code, int severity) => Of(device, timeMs, RecordKind.Event, (0, code), (1, severity));

    /// <summary>A text.</summary>
    public static TelemetryRecord Text(string device, long timeMs, byte severity, string text) => new()
    {
        DeviceId = device,
        BootId = Frames.BootId,
        Sequence = (uint)Interlocked.Increment(ref _sequence),
        TimeMs = timeMs,
        ClockSynced = true,
        Kind = RecordKind.Text,
        Severity = severity,
        Text = text,
    };

    /// <summary>A record as the station hands it on.</summary>
    public static ProjectedRecord Stored(TelemetryRecord record) => new(record, DateTimeOffset.FromUnixTimeMilliseconds(record.TimeMs));
}

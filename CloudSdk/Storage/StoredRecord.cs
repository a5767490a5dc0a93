using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Storage;

/// <summary>A record as a store returns it: dated, if its boot's clock is known.</summary>
/// <param name="Record">
/// The record. One that was taken before the device knew the time is dated by the anchor of its boot; then its time is UTC and
/// <see cref="TelemetryRecord.ClockSynced"/> is true.
/// </param>
/// <param name="ReceivedAt">When the stream first took it.</param>
public sealed record StoredRecord(TelemetryRecord Record, DateTimeOffset ReceivedAt)
{
    /// <summary>What orders and filters the record, ms since 1970-01-01 UTC: its time, or when it was received if it has no date.</summary>
    public long EffectiveMs => Record.ClockSynced ? Record.TimeMs : ReceivedAt.ToUnixTimeMilliseconds();

    /// <summary>Where it stands in the order of a query.</summary>
    public RecordPosition Position => new(EffectiveMs, Record.DeviceId, Record.BootId, Record.Sequence);
}

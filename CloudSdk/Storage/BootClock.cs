using DroneLink.CloudSdk.Search;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Storage;

/// <summary>How the records of a boot are dated by its anchor, the same in every store.</summary>
internal static class BootClock
{
    /// <summary>No boot lasts this long; more is a broken counter, and added to a date it would be nonsense.</summary>
    public const long MaxUptimeMs = 10L * 365 * 24 * 60 * 60 * 1000;

    /// <summary>Returns whether a record is an anchor of its boot that can be right, and then UTC ms minus uptime ms.</summary>
    public static bool IsAnchor(TelemetryRecord record, long receivedMs, out long offsetMs)
    {
        offsetMs = 0;
        return record.Kind == RecordKind.Event
            && record.TryGet(EventCodes.CodeField, out var code) && code == EventCodes.ClockSynced
            && record.TryGet(EventCodes.ValueField, out offsetMs)
            && offsetMs > 0 && offsetMs <= receivedMs + FrameFormat.MaxAheadMs;
    }

    /// <summary>Returns whether an anchor would date a record.</summary>
    public static bool CanDate(TelemetryRecord record) => !record.ClockSynced && record.TimeMs is >= 0 and <= MaxUptimeMs;

    /// <summary>Returns a record as the anchor of its boot dates it; as it is, if there is none or it cannot be dated.</summary>
    public static TelemetryRecord Date(TelemetryRecord record, long? offsetMs) => offsetMs is not { } offset || !CanDate(record)
        ? record
        : new TelemetryRecord
        {
            DeviceId = record.DeviceId,
            BootId = record.BootId,
            Sequence = record.Sequence,
            TimeMs = record.TimeMs + offset,
            ClockSynced = true,
            Kind = record.Kind,
            Mask = record.Mask,
            Values = record.Values,
            Severity = record.Severity,
            Text = record.Text,
        };
}

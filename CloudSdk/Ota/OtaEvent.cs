using DroneLink.CloudSdk.Search;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Ota;

/// <summary>What a device's event says of a release.</summary>
/// <param name="Build">The release.</param>
/// <param name="Code">The event's code, 11 to 14.</param>
/// <param name="Reason">Its value: of 13 and 14 why.</param>
/// <param name="Record">The record that it came in.</param>
internal sealed record OtaEvent(int Build, int Code, int Reason, TelemetryRecord Record)
{
    // A manifest that came twice, or late, is refused so too: the device can be offered it again, and what it has applied it has.
    private const int Replay = 7;
    private const int Expired = 8;

    /// <summary>Reads a record; null when it says nothing of a release.</summary>
    public static OtaEvent? Read(TelemetryRecord record)
    {
        if (record.Kind != RecordKind.Event || !record.TryGet(EventCodes.CodeField, out var code)
            || code is not (EventCodes.OtaStarted or EventCodes.OtaApplied or EventCodes.OtaRolledBack or EventCodes.OtaRejected)
            || !record.TryGet(EventCodes.Value2Field, out var build) || build is < 1 or > int.MaxValue)
        {
            return null;
        }

        var reason = record.TryGet(EventCodes.ValueField, out var value) && value is >= 0 and <= int.MaxValue ? (int)value : 0;
        return new OtaEvent((int)build, (int)code, reason, record);
    }

    /// <summary>Returns how far the device is after it; null when it changes nothing, as when it is older than what is known.</summary>
    public OtaDevice? After(OtaDevice known, DateTimeOffset now)
    {
        if ((Record.BootId, (long)Record.Sequence).CompareTo((known.BootId, known.Sequence)) <= 0)
            return null;
        return Code switch
        {
            EventCodes.OtaStarted => Moved(known, OtaDeviceState.Started, null, now),
            EventCodes.OtaApplied => Moved(known, OtaDeviceState.Applied, null, now),
            EventCodes.OtaRolledBack => Moved(known, OtaDeviceState.RolledBack, Reason, now),
            _ when Reason is Replay or Expired => known.IsUnderWay && known.Code != Reason ? known with { Code = Reason } : null,
            _ => known.State is OtaDeviceState.Applied or OtaDeviceState.RolledBack ? null : Moved(known, OtaDeviceState.Rejected, Reason, now),
        };
    }

    // What moves nothing takes no number either: the event that does may be on its way behind it.
    private OtaDevice Moved(OtaDevice known, OtaDeviceState state, int? code, DateTimeOffset now) => known with
    {
        State = state,
        Code = code,
        ChangedAt = state == known.State ? known.ChangedAt : now,
        BootId = Record.BootId,
        Sequence = Record.Sequence,
    };
}

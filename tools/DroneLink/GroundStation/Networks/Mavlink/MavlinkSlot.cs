using DroneLink.CloudSdk.Wire;

namespace DroneLink.Tool.GroundStation.Networks.Mavlink;

/// <summary>The newest record of a kind that a vehicle has not yet shown, and when it may. Not thread safe.</summary>
/// <param name="interval">The shortest time from one to the next.</param>
/// <param name="messages">Messages that showing one takes at the most.</param>
/// <param name="show">Shows one.</param>
/// <param name="time">The clock.</param>
internal sealed class MavlinkSlot(TimeSpan interval, int messages, Action<TelemetryRecord> show, TimeProvider time)
{
    private TelemetryRecord? _next;
    private long? _shownAt;

    /// <summary>Messages that showing one takes at the most.</summary>
    public int Messages => messages;

    /// <summary>Whether there is one, and it may be shown now.</summary>
    public bool IsDue => _next is not null && (_shownAt is not { } at || time.GetElapsedTime(at) >= interval);

    /// <summary>For how long none was shown.</summary>
    public TimeSpan Waited => _shownAt is { } at ? time.GetElapsedTime(at) : TimeSpan.MaxValue;

    /// <summary>Takes a record; one that was not yet shown is forgotten for it.</summary>
    /// <returns>Whether one was forgotten.</returns>
    public bool Put(TelemetryRecord record)
    {
        var isForgotten = _next is not null;
        _next = record;
        return isForgotten;
    }

    /// <summary>Shows it.</summary>
    public void Show()
    {
        var record = _next!;
        _next = null;
        _shownAt = time.GetTimestamp();
        show(record);
    }
}

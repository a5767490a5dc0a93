using DroneLink.CloudSdk.Wire;

namespace DroneLink.Tool.GroundStation.Networks.Mavlink;

/// <summary>
/// Tells the records of one device that are of now from those that have waited in its ring. With its clock known, by their time. Without, a
/// boot is of now once its time runs along with ours: while it catches up it runs faster. Not thread safe.
/// </summary>
internal sealed class RecordAge(TimeSpan maxAge)
{
    /// <summary>How long the time of a boot without a clock must have run along.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    private const long SlackMs = 2000;

    private bool _hasBoot;
    private uint _bootId;
    private long _lagMs;
    private DateTimeOffset _since;

    /// <summary>Whether a record is of now.</summary>
    public bool IsOfNow(TelemetryRecord record, DateTimeOffset now)
    {
        var lagMs = now.ToUnixTimeMilliseconds() - record.TimeMs;
        if (record.ClockSynced) return lagMs <= maxAge.TotalMilliseconds;
        if (!_hasBoot || _bootId != record.BootId || lagMs < _lagMs - SlackMs)
        {
            (_hasBoot, _bootId, _lagMs, _since) = (true, record.BootId, lagMs, now);
            return false;
        }

        return now - _since >= Settling && lagMs - _lagMs <= maxAge.TotalMilliseconds;
    }
}

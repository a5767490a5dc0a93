using DroneLink.CloudSdk.Search;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.Tool.GroundStation.Networks.Mavlink;

/// <summary>Time since boot of a device's records, MAVLink's time_boot_ms. Not thread safe.</summary>
internal sealed class BootTime
{
    private const int UptimeField = 7;

    private bool _hasBoot;
    private bool _isExact;
    private uint _bootId;
    private long _bootedMs;

    /// <summary>Learns from a record; until one says more, a boot counts from its first record here.</summary>
    public void Note(TelemetryRecord record)
    {
        if (!record.ClockSynced) return;
        if (!_hasBoot || _bootId != record.BootId) (_hasBoot, _isExact, _bootId, _bootedMs) = (true, false, record.BootId, record.TimeMs);
        if (_isExact) return;
        if (record.Kind == RecordKind.System && record.TryGet(UptimeField, out var uptime))
            (_isExact, _bootedMs) = (true, record.TimeMs - (uptime * 1000));
        else if (record.Kind == RecordKind.Event && record.TryGet(EventCodes.CodeField, out var code) && code == EventCodes.ClockSynced
            && record.TryGet(EventCodes.ValueField, out var booted))
            (_isExact, _bootedMs) = (true, booted);
    }

    /// <summary>ms from the boot to a record.</summary>
    public uint Of(TelemetryRecord record) => (uint)Math.Clamp(record.ClockSynced ? record.TimeMs - _bootedMs : record.TimeMs, 0, uint.MaxValue);
}

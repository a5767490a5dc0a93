using System.Collections.Concurrent;

namespace DroneLink.Tool.GroundStation;

/// <summary>Whether a device has a connection to the broker right now.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="Online">Whether it is connected and has not said that it leaves.</param>
/// <param name="Since">Since when, ms since 1970-01-01 UTC.</param>
public sealed record DevicePresence(string DeviceId, bool Online, long Since);

/// <summary>
/// Which devices are online. In memory only: after a start everybody is offline until it connects. Thread safe.
/// A device that reports over HTTPS alone is never online here; its last record says when it was seen.
/// </summary>
public sealed class FleetPresence(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, DevicePresence> _devices = new(StringComparer.Ordinal);

    /// <summary>Raised after a device came or went, on the thread that noticed; handlers must return at once.</summary>
    public event Action<DevicePresence>? Changed;

    /// <summary>Every device that was online since the start.</summary>
    public IReadOnlyList<DevicePresence> Snapshot() => [.. _devices.Values.OrderBy(d => d.DeviceId, StringComparer.Ordinal)];

    /// <summary>Whether a device is online.</summary>
    public bool IsOnline(string deviceId) => _devices.TryGetValue(deviceId, out var device) && device.Online;

    /// <summary>Notes that a device is online, or not. Noting the same twice changes nothing.</summary>
    public void Set(string deviceId, bool online)
    {
        var next = new DevicePresence(deviceId, online, time.GetUtcNow().ToUnixTimeMilliseconds());
        var kept = _devices.AddOrUpdate(deviceId, next, (_, old) => old.Online == online ? old : next);
        if (ReferenceEquals(kept, next)) Changed?.Invoke(next);
    }
}

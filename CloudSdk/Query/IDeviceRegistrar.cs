using DroneLink.CloudSdk.Ingest;

namespace DroneLink.CloudSdk.Query;

/// <summary>A registry that devices are added to and removed from. Thread safe.</summary>
public interface IDeviceRegistrar : IDeviceDirectory
{
    /// <summary>Adds a device. When it completes, the device is durable.</summary>
    /// <param name="device">The device.</param>
    /// <param name="replace">Whether a device of that id may be there already and is then replaced, key and all.</param>
    /// <param name="cancellationToken">Ends the call before it began.</param>
    /// <exception cref="ArgumentException">The identity is malformed.</exception>
    /// <exception cref="InvalidOperationException">The device is there already and <paramref name="replace"/> is false.</exception>
    ValueTask AddAsync(DeviceIdentity device, bool replace = false, CancellationToken cancellationToken = default);

    /// <summary>Removes a device; its records stay. Returns false when there was none.</summary>
    ValueTask<bool> RemoveAsync(string deviceId, CancellationToken cancellationToken = default);
}

using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Query;

namespace DroneLink.Tool.Tests.Networks;

/// <summary>Devices that a test names.</summary>
internal sealed class Registry(params DeviceIdentity[] devices) : IDeviceDirectory
{
    public static DeviceIdentity Device(string name, string role = "drone", string? link = null) => new(name, "fleet-1", new byte[32], role, link);

    /// <summary>How often the devices were asked for.</summary>
    public int Asked { get; private set; }

    /// <summary>Whether it is down.</summary>
    public bool IsDown { get; set; }

    public ValueTask<DeviceIdentity?> FindAsync(string deviceId, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(devices.FirstOrDefault(device => device.DeviceId == deviceId));

    public ValueTask<IReadOnlyList<DeviceIdentity>> ListAsync(CancellationToken cancellationToken = default)
    {
        Asked++;
        return IsDown ? throw new IOException("the registry is down") : ValueTask.FromResult<IReadOnlyList<DeviceIdentity>>(devices);
    }
}

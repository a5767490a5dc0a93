using DroneLink.CloudSdk.Ingest;

namespace DroneLink.CloudSdk.Query;

/// <summary>A registry that can be listed. Thread safe.</summary>
public interface IDeviceDirectory : IDeviceRegistry
{
    /// <summary>Returns every provisioned device, in ordinal order of its id.</summary>
    ValueTask<IReadOnlyList<DeviceIdentity>> ListAsync(CancellationToken cancellationToken = default);
}

namespace DroneLink.CloudSdk.Ingest;

/// <summary>The devices that may speak. Thread safe.</summary>
public interface IDeviceRegistry
{
    /// <summary>Returns a device, or null when it is not provisioned.</summary>
    ValueTask<DeviceIdentity?> FindAsync(string deviceId, CancellationToken cancellationToken = default);
}

/// <summary>A provisioned device.</summary>
/// <param name="DeviceId">1 to 32 characters of <c>A-Z a-z 0-9 . _ -</c>.</param>
/// <param name="FleetId">The fleet that it belongs to; the same characters.</param>
/// <param name="Key">Its 32-byte key, shared with nobody else.</param>
/// <param name="Role"><c>drone</c>, <c>groundReceiver</c>, or <c>bench</c> for one that is both.</param>
/// <param name="LinkId">Names the video link whose two ends are a drone and a ground receiver; null for none.</param>
public sealed record DeviceIdentity(string DeviceId, string FleetId, ReadOnlyMemory<byte> Key, string Role, string? LinkId)
{
    /// <summary>Bytes of a key.</summary>
    public const int KeyBytes = 32;
}

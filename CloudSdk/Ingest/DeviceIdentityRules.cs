using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Ingest;

/// <summary>What an identity must be before any registry takes it.</summary>
internal static class DeviceIdentityRules
{
    /// <exception cref="ArgumentException">The identity is malformed; the message says what is expected.</exception>
    public static void Check(DeviceIdentity device)
    {
        CheckId(device.DeviceId, "deviceId");
        CheckId(device.FleetId, "fleetId");
        if (device.LinkId is { } link)
            CheckId(link, "linkId");
        if (device.Key.Length != DeviceIdentity.KeyBytes)
        {
            throw new ArgumentException(
                $"The key of '{device.DeviceId}' has {device.Key.Length} bytes; expected are {DeviceIdentity.KeyBytes}.", nameof(device));
        }

        if (device.Role is not ("drone" or "groundReceiver" or "bench"))
            throw new ArgumentException($"role is '{device.Role}'; expected is drone, groundReceiver or bench.", nameof(device));
    }

    private static void CheckId(string? id, string name)
    {
        if (!FrameFormat.IsDeviceId(id))
            throw new ArgumentException($"{name} is '{id}'; expected are 1 to {FrameFormat.MaxDeviceIdBytes} characters of A-Z a-z 0-9 . _ -");
    }
}

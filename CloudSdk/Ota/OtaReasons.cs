using System.Globalization;

namespace DroneLink.CloudSdk.Ota;

/// <summary>Why a device went back or refused, in words.</summary>
public static class OtaReasons
{
    private static readonly string[] RolledBack =
        ["", "it could not be loaded", "it crashed as often as it may", "it was not confirmed in time", "it could not be read"];

    private static readonly string[] Rejected =
    [
        "", "the manifest is malformed", "the signature is not by its key: provision the device again", "it is for another device",
        "it is for another role", "it is for another runtime", "its build is not above the highest that the device ever confirmed",
        "the offer is not newer than the last", "the offer expired, or the device does not know the time", "the device runs a version below minVersion",
        "a library is missing or has another version: flash the device", "it is larger than a slot", "there is not enough memory",
        "what was downloaded is not what was announced", "the flash refused it", "the image is malformed",
    ];

    /// <summary>Returns the words; null where there is no reason.</summary>
    public static string? Of(OtaDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (device.Code is not { } code)
            return null;
        var words = device.State == OtaDeviceState.RolledBack ? RolledBack : Rejected;
        return code > 0 && code < words.Length ? words[code] : string.Create(CultureInfo.InvariantCulture, $"reason {code}");
    }
}

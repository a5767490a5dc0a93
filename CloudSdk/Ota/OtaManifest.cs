using System.Security.Cryptography;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Ota;

/// <summary>What a device is told of a release: 32 bytes of HMAC-SHA256 by its key, then JSON in ASCII.</summary>
public static class OtaManifest
{
    /// <summary>Bytes at the most.</summary>
    public const int MaxBytes = 1024;

    /// <summary>Bytes of the HMAC in front.</summary>
    public const int SignatureBytes = 32;

    private static ReadOnlySpan<byte> Purpose => "dronelink-manifest-1\n"u8;

    /// <summary>Makes the manifest of an offer.</summary>
    /// <param name="release">What is offered.</param>
    /// <param name="device">To whom; its key signs.</param>
    /// <param name="serial">The offer's number, seconds since 1970-01-01 UTC or more, higher than that of every earlier one to this device.</param>
    /// <param name="expires">When the device must no longer take it.</param>
    public static byte[] Write(OtaRelease release, DeviceIdentity device, long serial, DateTimeOffset expires)
    {
        ArgumentNullException.ThrowIfNull(release);
        ArgumentNullException.ThrowIfNull(device);
        var json = Json(release, device.DeviceId, serial, expires.ToUnixTimeSeconds());
        return [.. Sign(device.Key.Span, json), .. json];
    }

    /// <summary>Returns the HMAC of a manifest's JSON.</summary>
    /// <param name="key">The device's key.</param>
    /// <param name="json">The JSON, as it is sent.</param>
    public static byte[] Sign(ReadOnlySpan<byte> key, ReadOnlySpan<byte> json)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(Purpose);
        hmac.AppendData(json);
        return hmac.GetHashAndReset();
    }

    /// <summary>Bytes that a manifest of a release has at the most, whatever the device and the date.</summary>
    internal static int LongestOf(OtaRelease release) =>
        SignatureBytes + Json(release, new string('x', FrameFormat.MaxDeviceIdBytes), uint.MaxValue, uint.MaxValue).Length;

    private static byte[] Json(OtaRelease release, string deviceId, long serial, long expires) => OtaStateJson.Write(writer =>
    {
        writer.WriteNumber("v"u8, 1);
        writer.WriteString("device"u8, deviceId);
        writer.WriteNumber("serial"u8, serial);
        OtaReleaseJson.WriteMembers(writer, release);
        writer.WriteNumber("expires"u8, expires);
    });
}

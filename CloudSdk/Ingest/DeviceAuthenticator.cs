using System.Globalization;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Ingest;

/// <summary>Proves which device a signed request is of. Thread safe.</summary>
internal sealed class DeviceAuthenticator(IDeviceRegistry registry, int maxClockSkewSeconds)
{
    // Stands in for the key of a device that is not known, so that the answer takes as long; a match with it counts for nothing.
    private static readonly byte[] DecoyKey = new byte[DeviceIdentity.KeyBytes];

    /// <summary>Says whether header <c>x-timestamp</c> is the time.</summary>
    public bool IsInTime(string timestamp, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds();
        return long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var sent)
            && sent >= seconds - maxClockSkewSeconds && sent <= seconds + maxClockSkewSeconds;
    }

    /// <summary>Returns the device, or null when it is not known or the signature is not by its key.</summary>
    /// <param name="deviceId">Header <c>x-device-id</c>.</param>
    /// <param name="signature">Header <c>x-signature</c>.</param>
    /// <param name="expect">Returns what the signature by a key would be.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async ValueTask<DeviceIdentity?> AuthenticateAsync(
        string deviceId, string signature, Func<ReadOnlyMemory<byte>, string> expect, CancellationToken cancellationToken)
    {
        var device = await FindAsync(deviceId, cancellationToken).ConfigureAwait(false);
        return RequestSignature.AreEqual(expect(device?.Key ?? DecoyKey), signature) ? device : null;
    }

    /// <summary>Returns a device. One without a proper key could be spoken for by anybody: it counts as not known.</summary>
    public async ValueTask<DeviceIdentity?> FindAsync(string deviceId, CancellationToken cancellationToken)
    {
        var device = FrameFormat.IsDeviceId(deviceId) ? await registry.FindAsync(deviceId, cancellationToken).ConfigureAwait(false) : null;
        return device?.Key.Length == DeviceIdentity.KeyBytes ? device : null;
    }
}

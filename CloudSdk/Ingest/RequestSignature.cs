using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace DroneLink.CloudSdk.Ingest;

/// <summary>The signature of a device's request, header <c>x-signature</c>.</summary>
public static class RequestSignature
{
    /// <summary>Returns the signature of a post of frames: HMAC-SHA256, in lower-case hexadecimal.</summary>
    /// <param name="key">The device's key.</param>
    /// <param name="deviceId">Header <c>x-device-id</c>.</param>
    /// <param name="timestamp">Header <c>x-timestamp</c> as it stands there.</param>
    /// <param name="body">The body, as raw bytes.</param>
    public static string Compute(ReadOnlySpan<byte> key, string deviceId, string timestamp, ReadOnlySpan<byte> body) =>
        Compute(key, "POST", "/v1/frames", deviceId, timestamp, body);

    /// <summary>Returns the signature of a GET: HMAC-SHA256, in lower-case hexadecimal.</summary>
    /// <param name="key">The device's key.</param>
    /// <param name="pathAndQuery">Path and query as they are sent, such as <c>/v1/devices/kite/ota/manifest?build=5</c>.</param>
    /// <param name="deviceId">Header <c>x-device-id</c>.</param>
    /// <param name="timestamp">Header <c>x-timestamp</c> as it stands there.</param>
    public static string ComputeGet(ReadOnlySpan<byte> key, string pathAndQuery, string deviceId, string timestamp) =>
        Compute(key, "GET", pathAndQuery, deviceId, timestamp, []);

    /// <summary>Compares in a time that does not tell how much of the given one is right.</summary>
    internal static bool AreEqual(string expected, string given) =>
        CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(expected.AsSpan()), MemoryMarshal.AsBytes(given.AsSpan()));

    private static string Compute(
        ReadOnlySpan<byte> key, string method, string pathAndQuery, string deviceId, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(Encoding.UTF8.GetBytes($"{method}\n{pathAndQuery}\n{deviceId}\n{timestamp}\n"));
        hmac.AppendData(body);
        return Convert.ToHexStringLower(hmac.GetHashAndReset());
    }
}

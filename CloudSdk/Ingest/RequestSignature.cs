using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace DroneLink.CloudSdk.Ingest;

/// <summary>The signature of a post of frames, header <c>x-signature</c>.</summary>
public static class RequestSignature
{
    /// <summary>Returns the signature: HMAC-SHA256, in lower-case hexadecimal.</summary>
    /// <param name="key">The device's key.</param>
    /// <param name="deviceId">Header <c>x-device-id</c>.</param>
    /// <param name="timestamp">Header <c>x-timestamp</c> as it stands there.</param>
    /// <param name="body">The body, as raw bytes.</param>
    public static string Compute(ReadOnlySpan<byte> key, string deviceId, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(Encoding.UTF8.GetBytes($"POST\n/v1/frames\n{deviceId}\n{timestamp}\n"));
        hmac.AppendData(body);
        return Convert.ToHexStringLower(hmac.GetHashAndReset());
    }

    /// <summary>Compares in a time that does not tell how much of the given one is right.</summary>
    internal static bool AreEqual(string expected, string given) =>
        CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(expected.AsSpan()), MemoryMarshal.AsBytes(given.AsSpan()));
}

using System.Security.Cryptography;
using System.Text;

namespace DroneLink.Tool.Provisioning;

/// <summary>The broker password of a device. It is made from the device's key, which itself never travels.</summary>
public static class MqttPassword
{
    /// <summary>What is signed. Another purpose of the same key must sign something else.</summary>
    private static readonly byte[] Purpose = "dronelink mqtt"u8.ToArray();

    /// <summary>Returns lower-case hex HMAC-SHA256(key, "dronelink mqtt").</summary>
    public static string Derive(ReadOnlySpan<byte> key) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Purpose));

    /// <summary>Says whether a password is the one of a key; takes as long for a wrong one as for the right one.</summary>
    public static bool IsValid(ReadOnlySpan<byte> key, ReadOnlySpan<byte> password)
    {
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Derive(key)), password);
    }
}

using System.Buffers.Binary;
using System.Buffers.Text;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;

namespace DroneLink.CloudSdk.Authorization;

/// <summary>
/// A token as its owner has it: <c>dl_</c>, then base64url of 32 random bytes and their CRC-32, which tells a mistyped one, and a
/// leaked one for those who look for such. It is shown once, when it is made.
/// </summary>
public static class ApiTokenText
{
    /// <summary>Bytes of a hash.</summary>
    public const int HashBytes = SHA256.HashSizeInBytes;

    private const string Prefix = "dl_";
    private const int SecretBytes = 32;
    private const int AllBytes = SecretBytes + sizeof(uint);
    private const int Length = 3 + AllBytes / 3 * 4;

    /// <summary>Makes a token.</summary>
    public static string Create()
    {
        Span<byte> bytes = stackalloc byte[AllBytes];
        RandomNumberGenerator.Fill(bytes[..SecretBytes]);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[SecretBytes..], Crc32.HashToUInt32(bytes[..SecretBytes]));
        return Prefix + Base64Url.EncodeToString(bytes);
    }

    /// <summary>Returns what is kept of a token; false when it is none.</summary>
    /// <remarks>
    /// The store is asked for a hash. What its timing may tell of a hash is of no use to anybody: nobody can choose the hash of a guess.
    /// </remarks>
    public static bool TryHash(string? token, out byte[] hash)
    {
        hash = [];
        Span<byte> bytes = stackalloc byte[AllBytes];
        if (token?.Length != Length || !token.StartsWith(Prefix, StringComparison.Ordinal)
            || !Base64Url.IsValid(token.AsSpan(Prefix.Length), out var length) || length != AllBytes
            || !Base64Url.TryDecodeFromChars(token.AsSpan(Prefix.Length), bytes, out _)
            || BinaryPrimitives.ReadUInt32BigEndian(bytes[SecretBytes..]) != Crc32.HashToUInt32(bytes[..SecretBytes]))
        {
            return false;
        }

        hash = SHA256.HashData(Encoding.ASCII.GetBytes(token));
        return true;
    }
}

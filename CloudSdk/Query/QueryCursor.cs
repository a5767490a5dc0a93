using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Query;

/// <summary>
/// A place in a query as an opaque text. It is bound to the query that it came from: one from another query, or a damaged one, is no
/// cursor. It is no secret and proves nothing; it only says from where to go on.
/// </summary>
internal static class QueryCursor
{
    //  offset  size     field
    //  0       1        version
    //  1       8        first bytes of SHA-256(query, 0, the bytes from 9 on)
    //  9       8        effective time, ms since 1970-01-01 UTC, big endian like all here
    //  17      4        boot
    //  21      4        sequence
    //  25      1..32    device
    private const byte Version = 1;
    private const int CheckBytes = 8;
    private const int PositionOffset = 1 + CheckBytes;
    private const int DeviceOffset = 25;
    private const int MaxBytes = DeviceOffset + FrameFormat.MaxDeviceIdBytes;

    /// <summary>Returns the text for a place in a query.</summary>
    public static string Write(RecordPosition position, string query)
    {
        var bytes = new byte[DeviceOffset + Encoding.ASCII.GetByteCount(position.DeviceId)];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(PositionOffset), position.EffectiveMs);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(17), position.BootId);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(21), position.Sequence);
        Encoding.ASCII.GetBytes(position.DeviceId, bytes.AsSpan(DeviceOffset));
        Check(query, bytes.AsSpan(PositionOffset)).CopyTo(bytes.AsSpan(1));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads a text back; false when it is no cursor of this query.</summary>
    public static bool TryRead(string text, string query, out RecordPosition position)
    {
        position = default;
        Span<byte> buffer = stackalloc byte[MaxBytes];
        if (!Base64Url.IsValid(text, out var length)
            || length is <= DeviceOffset or > MaxBytes
            || !Base64Url.TryDecodeFromChars(text, buffer, out length))
        {
            return false;
        }

        var bytes = buffer[..length];
        if (bytes[0] != Version || !bytes[1..PositionOffset].SequenceEqual(Check(query, bytes[PositionOffset..])))
            return false;

        position = new RecordPosition(
            BinaryPrimitives.ReadInt64BigEndian(bytes[PositionOffset..]),
            Encoding.ASCII.GetString(bytes[DeviceOffset..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[17..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[21..]));

        // A decoder steps over spaces and signs at the end: one position has one spelling.
        return Base64Url.EncodeToString(bytes) == text;
    }

    private static byte[] Check(string query, ReadOnlySpan<byte> position)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(query));
        hash.AppendData([0]);
        hash.AppendData(position);
        return hash.GetHashAndReset()[..CheckBytes];
    }
}

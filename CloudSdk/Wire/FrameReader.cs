using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;

namespace DroneLink.CloudSdk.Wire;

/// <summary>
/// Reads telemetry frames. Whatever the bytes are, it throws nothing, and its work and memory are bounded by their number. A frame
/// is read whole or refused whole, with the first error in the order of <see cref="FrameError"/>.
/// </summary>
public static class FrameReader
{
    /// <summary>Reads a frame without checking signatures.</summary>
    /// <param name="bytes">Exactly one frame.</param>
    /// <param name="frame">The frame; it keeps nothing of <paramref name="bytes"/>.</param>
    /// <param name="error">Why it is refused, else <see cref="FrameError.None"/>.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Frame? frame, out FrameError error) =>
        TryRead(bytes, default, out frame, out error);

    /// <summary>Reads a frame.</summary>
    /// <param name="bytes">Exactly one frame.</param>
    /// <param name="options">What is asked of its signature.</param>
    /// <param name="frame">The frame; it keeps nothing of <paramref name="bytes"/>.</param>
    /// <param name="error">Why it is refused, else <see cref="FrameError.None"/>.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> bytes, in FrameReaderOptions options, [NotNullWhen(true)] out Frame? frame, out FrameError error)
    {
        frame = null;
        error = CheckEnvelope(bytes, options);
        return error == FrameError.None && TryReadContent(bytes, out frame, out error);
    }

    private static FrameError CheckEnvelope(ReadOnlySpan<byte> bytes, in FrameReaderOptions options)
    {
        if (bytes.Length < FrameFormat.MinFrameBytes)
        {
            return FrameError.Short;
        }

        if (bytes.Length > FrameFormat.MaxFrameBytes)
        {
            return FrameError.TooLarge;
        }

        if (bytes[0] != FrameFormat.Magic)
        {
            return FrameError.Magic;
        }

        if (bytes[1] != FrameFormat.Version)
        {
            return FrameError.Version;
        }

        var crcOffset = bytes.Length - FrameFormat.CrcBytes;
        if (Crc32.HashToUInt32(bytes[..crcOffset]) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[crcOffset..]))
        {
            return FrameError.Crc;
        }

        var flags = bytes[2];
        if ((flags & ~(FrameFormat.ClockSyncedFlag | FrameFormat.SignedFlag)) != 0)
        {
            return FrameError.Flags;
        }

        var isCheckable = (flags & FrameFormat.SignedFlag) != 0 && !options.Key.IsEmpty;
        var isTrusted = isCheckable ? IsSignedBy(options.Key.Span, bytes[..crcOffset]) : !options.RequireSignature;
        return isTrusted ? FrameError.None : FrameError.Signature;
    }

    private static bool IsSignedBy(ReadOnlySpan<byte> key, ReadOnlySpan<byte> signed)
    {
        if (signed.Length < FrameFormat.SignatureBytes)
        {
            return false;
        }

        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, signed[..^FrameFormat.SignatureBytes], mac);
        return CryptographicOperations.FixedTimeEquals(mac[..FrameFormat.SignatureBytes], signed[^FrameFormat.SignatureBytes..]);
    }

    private static bool TryReadContent(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Frame? frame, out FrameError error)
    {
        frame = null;
        var isSigned = (bytes[2] & FrameFormat.SignedFlag) != 0;
        var tail = FrameFormat.CrcBytes + (isSigned ? FrameFormat.SignatureBytes : 0);
        var content = bytes[..int.Max(FrameFormat.IdOffset, bytes.Length - tail)];
        var at = FrameFormat.IdOffset + bytes[3];
        if (at + FrameFormat.BootIdBytes > content.Length || !FrameFormat.IsDeviceId(content[FrameFormat.IdOffset..at]))
        {
            error = FrameError.Id;
            return false;
        }

        var deviceId = Encoding.ASCII.GetString(content[FrameFormat.IdOffset..at]);
        var bootId = BinaryPrimitives.ReadUInt32LittleEndian(content[at..]);
        at += FrameFormat.BootIdBytes;
        if (!VarInt.TryRead32(content, ref at, out var firstSequence)
            || !VarInt.TryRead64(content, ref at, out var baseTime) || baseTime > long.MaxValue
            || !VarInt.TryRead32(content, ref at, out var count))
        {
            error = FrameError.Varint;
            return false;
        }

        if (count is 0 or > FrameFormat.MaxRecords || firstSequence > uint.MaxValue - (count - 1))
        {
            error = FrameError.Count;
            return false;
        }

        var records = new RecordReader
        {
            DeviceId = deviceId,
            BootId = bootId,
            Sequence = firstSequence,
            TimeMs = (long)baseTime,
            ClockSynced = (bytes[2] & FrameFormat.ClockSyncedFlag) != 0,
        };
        error = records.Read(content[at..], (int)count);
        if (error != FrameError.None)
        {
            return false;
        }

        frame = new Frame
        {
            DeviceId = deviceId,
            BootId = bootId,
            FirstSequence = firstSequence,
            BaseTimeMs = (long)baseTime,
            ClockSynced = records.ClockSynced,
            Signed = isSigned,
            Records = records.Records,
            UnknownKinds = records.UnknownKinds,
            UnknownFields = records.UnknownFields,
        };
        return true;
    }
}

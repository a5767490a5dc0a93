using DroneLink.Firmware.Telemetry;
using Crc32 = System.IO.Hashing.Crc32;

namespace DroneLink.Simulation.Ring;

/// <summary>How a segment of the ring is laid out, told a second time and by other code: what the firmware writes is held against this.</summary>
internal static class SegmentLayout
{
    /// <summary>What a segment begins with.</summary>
    public const uint Magic = 0x32534C44;

    /// <summary>Bytes before the first entry.</summary>
    public const int HeaderBytes = 20;

    /// <summary>Bytes of an entry before its frame.</summary>
    public const int EntryBytes = 8;

    /// <summary>Makes a header's CRC right.</summary>
    public static void SealHeader(Span<byte> segment) => BitConverter.TryWriteBytes(segment[16..], Crc32.HashToUInt32(segment[..16]));

    /// <summary>Makes an entry's CRC right.</summary>
    /// <param name="entry">The entry and its frame.</param>
    /// <param name="number">The frame's number.</param>
    public static void SealEntry(Span<byte> entry, uint number)
    {
        var frame = entry[EntryBytes..];
        Span<byte> check = [.. BitConverter.GetBytes(number), .. entry[..4], .. frame[Math.Max(0, frame.Length - FrameFormat.CrcBytes)..]];
        BitConverter.TryWriteBytes(entry[4..], Crc32.HashToUInt32(check));
    }

    /// <summary>Returns where the entries of a segment begin and end, by what they say of their lengths. The last may end behind its end.</summary>
    public static IEnumerable<Range> Entries(ReadOnlyMemory<byte> segment)
    {
        for (var at = HeaderBytes; at + EntryBytes <= segment.Length;)
        {
            var end = at + EntryBytes + BitConverter.ToUInt16(segment.Span[at..]);
            yield return at..end;
            at = end;
        }
    }
}

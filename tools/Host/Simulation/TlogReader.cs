using System.Buffers.Binary;

namespace DroneLink.Host.Simulation;

/// <summary>
/// Reads a telemetry log as ground stations write it: before each MAVLink frame 8 bytes, big-endian, of µs since 1970. Never throws for
/// what is in it; a place that is no frame ends it, and the rest is told as its torn tail.
/// </summary>
public sealed class TlogReader(ReadOnlyMemory<byte> log)
{
    private const int TimeBytes = 8;

    private int _at;

    /// <summary>µs since 1970 of the frame read last.</summary>
    public long TimestampUs { get; private set; }

    /// <summary>The frame read last: bytes of MAVLink 1 or 2.</summary>
    public ReadOnlyMemory<byte> Frame { get; private set; }

    /// <summary>Bytes behind the last whole frame, once <see cref="TryRead"/> has returned false.</summary>
    public int TornBytes { get; private set; }

    /// <summary>Reads the next frame.</summary>
    /// <returns>False at the end.</returns>
    public bool TryRead()
    {
        var rest = log[_at..];
        var length = FrameLength(rest.Span);
        if (length < 0)
        {
            TornBytes = rest.Length;
            return false;
        }

        TimestampUs = BinaryPrimitives.ReadInt64BigEndian(rest.Span);
        Frame = rest.Slice(TimeBytes, length);
        _at += TimeBytes + length;
        return true;
    }

    // Returns -1 where there is no whole frame.
    private static int FrameLength(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < TimeBytes + 3)
        {
            return -1;
        }

        var frame = rest[TimeBytes..];
        var length = frame[0] switch
        {
            0xFE => 8 + frame[1],
            0xFD => 12 + frame[1] + ((frame[2] & 1) != 0 ? 13 : 0),
            _ => -1,
        };
        return length <= frame.Length ? length : -1;
    }
}

using System.Buffers.Binary;

namespace DroneLink.CloudSdk.Wire;

/// <summary>
/// The body of a post of frames: for each, its length as u16 little-endian, then the frame. It says nothing of what is in the
/// frames: one of length 0 is in order here, and is refused as a frame.
/// </summary>
public static class FrameBody
{
    /// <summary>Bytes before each frame.</summary>
    public const int LengthBytes = 2;

    /// <summary>Takes a body apart.</summary>
    /// <param name="body">The body.</param>
    /// <param name="frames">Its frames, in order, as slices of <paramref name="body"/>; those before the tear when it is torn.</param>
    /// <param name="tornOffset">Where in the body the frame starts that is cut off; the length of the body when none is.</param>
    /// <returns>False when the body ends inside a frame, or is empty.</returns>
    public static bool TrySplit(ReadOnlyMemory<byte> body, out IReadOnlyList<FrameSlice> frames, out int tornOffset)
    {
        var slices = new List<FrameSlice>();
        frames = slices;
        tornOffset = 0;
        while (body.Length - tornOffset >= LengthBytes)
        {
            var offset = tornOffset + LengthBytes;
            var length = BinaryPrimitives.ReadUInt16LittleEndian(body.Span[tornOffset..]);
            if (length > body.Length - offset)
            {
                return false;
            }

            slices.Add(new FrameSlice(offset, body.Slice(offset, length)));
            tornOffset = offset + length;
        }

        return tornOffset == body.Length && slices.Count > 0;
    }

    /// <summary>Returns frames as a body.</summary>
    /// <exception cref="ArgumentException">A frame has more bytes than a u16 can say.</exception>
    public static byte[] Join(IReadOnlyList<ReadOnlyMemory<byte>> frames)
    {
        var body = new byte[frames.Sum(frame => LengthBytes + frame.Length)];
        var at = 0;
        foreach (var frame in frames)
        {
            if (frame.Length > ushort.MaxValue)
            {
                throw new ArgumentException($"A frame has {frame.Length} bytes; at most {ushort.MaxValue} go into a body.", nameof(frames));
            }

            BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(at), (ushort)frame.Length);
            frame.CopyTo(body.AsMemory(at + LengthBytes));
            at += LengthBytes + frame.Length;
        }

        return body;
    }
}

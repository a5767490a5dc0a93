using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;
using static DroneLink.Simulation.Campaigns.ViolationException;

namespace DroneLink.Simulation.Ring;

/// <summary>Reads a ring as the uplink does, and holds what it says of itself against what is in it.</summary>
internal static class RingReader
{
    /// <summary>Reads every frame: each must be one that was recorded, byte for byte, once, and in its order.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="ledger">What was recorded.</param>
    /// <param name="buffer">Takes a frame.</param>
    public static List<RingFrame> ReadAll(FlashRing ring, RingLedger ledger, byte[] buffer)
    {
        var frames = new List<RingFrame>();
        var head = new FrameHead();
        for (var number = ring.Seek(ring.Head); number != ring.Next; number = ring.Seek(number + 1))
        {
            var count = ring.Read(number, buffer);
            Unless(count > 0, "a frame cannot be read");
            Unless(head.TryRead(buffer, 0, count), "a frame has no head");
            var frame = ledger.Recorded(head.FirstSequence);
            Unless(buffer.AsSpan(0, count).SequenceEqual(frame.Bytes), "the ring made a frame up");
            Unless(frames.Count == 0 || frames[^1].Id < frame.Id, () => $"order, or one frame twice: {frame.Id}, as number {number}, comes behind {frames[^1].Id}");
            frames.Add(frame);
        }

        return frames;
    }

    /// <summary>Checks the ring's sums against what waits in it.</summary>
    public static void CheckSums(FlashRing ring, List<RingFrame> waiting)
    {
        var bytes = 0L;
        foreach (var frame in waiting) bytes += frame.Bytes.Length;
        Unless(ring.WaitingFrames == waiting.Count, () => $"{ring.WaitingFrames} frames wait, not {waiting.Count}");
        Unless(ring.WaitingBytes == bytes, () => $"{ring.WaitingBytes} bytes wait, not {bytes}");
        Unless(ring.WaitingRecords == RingLedger.Sum(waiting), () => $"{ring.WaitingRecords} records wait, not {RingLedger.Sum(waiting)}");
        var stray = ring.VolatileFrames;
        Unless(stray >= 0 && stray <= waiting.Count, () => $"{stray} frames are volatile of {waiting.Count}");
        Unless(ring.OldestVolatileMs == (stray == 0 ? long.MaxValue : waiting[^stray].Id), "the oldest volatile frame is another");
        var held = 0;
        for (var i = waiting.Count - stray; i < waiting.Count; i++) held += waiting[i].Bytes.Length;
        Unless(held <= FlashRing.SegmentBytes, "more is volatile than a segment holds");
    }
}

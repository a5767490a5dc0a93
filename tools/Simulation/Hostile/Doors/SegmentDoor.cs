using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;
using DroneLink.Host.Board;
using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Ring;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>A segment of the flash ring that was damaged: what is read of it is whole frames, and the ring goes on behind it.</summary>
internal sealed class SegmentDoor : Door
{
    private static readonly (string Name, byte[] Bytes)[] Made = Make();

    private readonly byte[] _read = new byte[FrameFormat.MaxFrameBytes];
    private FlashRing _ring = null!;
    private MemorySegmentStore _store = null!;

    /// <inheritdoc/>
    public override string Name => "segment";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } = [.. Made.Select(segment => segment.Bytes)];

    /// <inheritdoc/>
    public override int MaxBytes => FlashRing.SegmentBytes;

    // The ring's own buffers.
    /// <inheritdoc/>
    public override int FreeBytes => 65536;

    /// <inheritdoc/>
    public override void Repair(Span<byte> input)
    {
        if (input.Length < SegmentLayout.HeaderBytes) return;
        SegmentLayout.SealHeader(input);
        var number = BitConverter.ToUInt32(input[4..]);
        foreach (var entry in SegmentLayout.Entries(input.ToArray()))
        {
            if (entry.End.Value > input.Length) return;
            Samples.Seal(input[entry][SegmentLayout.EntryBytes..]);
            SegmentLayout.SealEntry(input[entry], number++);
        }
    }

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        _store = new MemorySegmentStore();
        _store.TryWrite(Made[0].Name, input, 0, input.Length);
        _ring = new FlashRing(_store, 4);
        _ring.Open();
        return new Outcome(_ring.WaitingFrames > 0, _ring.WaitingFrames);
    }

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        var found = 0;
        for (var number = _ring.Seek(_ring.Head); number != _ring.Next; number = _ring.Seek(number + 1))
        {
            var count = _ring.Read(number, _read);
            ViolationException.Unless(count > 0 && FrameHead.IsWhole(_read, 0, count), "a frame of the ring is not whole");
            ViolationException.Unless(input.AsSpan().IndexOf(_read.AsSpan(0, count)) >= 0, "a frame of the ring was never written");
            found++;
        }

        ViolationException.Unless(found == _ring.WaitingFrames, () => $"{found} frames are there, {_ring.WaitingFrames} are counted");
        var next = _ring.Next;
        var frame = Samples.Frames()[0];
        _ring.Append(frame, 0, frame.Length, 1, 0);
        ViolationException.Unless(_ring.Commit() && _ring.Read(next, _read) == frame.Length, "the ring does not go on");
    }

    private static (string Name, byte[] Bytes)[] Make()
    {
        var store = new MemorySegmentStore();
        var ring = new FlashRing(store, 4);
        ring.Open();
        foreach (var frame in Samples.Frames()) ring.Append(frame, 0, frame.Length, 1, 0);
        ring.Commit();
        var name = store.List().Single(file => Length(store, file) > 200);
        var bytes = new byte[FlashRing.SegmentBytes];
        return [(name, bytes[..store.Read(name, bytes)])];
    }

    private static int Length(MemorySegmentStore store, string file) => store.Read(file, new byte[FlashRing.SegmentBytes]);
}

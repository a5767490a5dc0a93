using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Tests.Storage;
using Xunit;

namespace DroneLink.Host.Tests.Storage;

/// <summary>A ring on flash that can be full, and frames of one record, numbered in the order of recording.</summary>
internal sealed class RingBench : ISegmentStore
{
    /// <summary>Of frames of this size a segment has three.</summary>
    public const int LargeBytes = 1200;

    private readonly FrameBuilder _builder = new("d"u8.ToArray(), 1);
    private uint _recorded;

    public RingBench(int segments) => Reopen(segments);

    public RamStore Store { get; } = new();

    public FlashRing Ring { get; private set; }

    /// <summary>Whether a file is refused until another has gone.</summary>
    public Func<string, bool> IsFullFor { get; set; } = _ => false;

    private bool HasRoom { get; set; }

    public void Reopen(int segments)
    {
        Ring = new FlashRing(this, segments);
        Ring.Open();
    }

    public void Append(int frames, int bytes = LargeBytes)
    {
        for (var i = 0; i < frames; i++)
        {
            _builder.Start(_recorded++);
            _builder.TryAddText(6, new byte[200], 0, Math.Min(bytes, 200), 0);
            while (_builder.Length < bytes) _builder.TryAddText(6, new byte[200], 0, Math.Min(bytes - _builder.Length, 200), 0);

            _builder.Seal(false, 0);
            Ring.Append(_builder.Buffer, _builder.SealedOffset, _builder.SealedLength, 1, 0);
        }
    }

    /// <summary>Fails unless the ring holds these frames and no others.</summary>
    public void Expect(uint first, int count)
    {
        Assert.Equal((count, count), (Ring.WaitingFrames, Ring.WaitingRecords));
        var frame = new byte[FrameFormat.MaxFrameBytes];
        var head = new FrameHead();
        var number = Ring.Seek(Ring.Head);
        for (var i = 0u; i < count; i++)
        {
            Assert.True(head.TryRead(frame, 0, Ring.Read(number, frame)));
            Assert.Equal(first + i, head.FirstSequence);
            number = Ring.Seek(number + 1);
        }

        Assert.Equal(Ring.Next, number);
    }

    public bool TryWrite(string name, byte[] buffer, int offset, int count) =>
        (HasRoom || !IsFullFor(name)) && Store.TryWrite(name, buffer, offset, count);

    public int Read(string name, byte[] buffer) => Store.Read(name, buffer);

    public bool TryDelete(string name)
    {
        HasRoom |= Store.Get(name) is not null;
        return Store.TryDelete(name);
    }

    public string[] List() => Store.List();

    /// <summary>Makes the flash full again.</summary>
    public void Fill(Func<string, bool> isFullFor) => (HasRoom, IsFullFor) = (false, isFullFor);
}

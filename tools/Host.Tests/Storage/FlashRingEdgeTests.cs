using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;
using Xunit;

namespace DroneLink.Host.Tests.Storage;

/// <summary>Files that are not the ring's, numbers that are not in it, and flash that is full; beyond FlashRingTests of the virtual device.</summary>
public sealed class FlashRingEdgeTests
{
    private readonly byte[] _frame = new byte[FrameFormat.MaxFrameBytes];
    private readonly RingBench _bench = new(4);

    private FlashRing Ring => _bench.Ring;

    [Fact]
    public void Open_LeavesTheFilesOfOthers()
    {
        string[] others = ["ota.0", "slota.00", "config.json", "0000000a.c", "0000000a_a"];
        foreach (var name in others) _bench.Store.Put(name, new byte[100]);

        _bench.Append(1);
        Assert.True(Ring.Checkpoint());
        _bench.Reopen(4);

        Assert.All(others, name => Assert.Equal(100, _bench.Store.Get(name)?.Length));
        Assert.NotNull(_bench.Store.Get("cursor.1"));
        Assert.Equal(0, Ring.SkippedBytes);
    }

    [Fact]
    public void Open_CountsWhatItSteppedOver()
    {
        _bench.Append(3);
        Ring.Commit();
        var file = _bench.Store.Get("00000000.a");
        _bench.Store.Put("00000005.a", file);
        _bench.Store.Put("00000006.b", new byte[10]);
        _bench.Reopen(4);

        Assert.Equal(file.Length + 10, Ring.SkippedBytes);
        Assert.Equal(["00000000.a"], _bench.Store.List());
        _bench.Expect(0, 3);
    }

    [Fact]
    public void HeaderWithAFlippedBit_IsNone()
    {
        _bench.Append(2, 20);
        Ring.Commit();
        var file = (byte[])_bench.Store.Get("00000000.a").Clone();
        for (var bit = 0; bit < 20 * 8; bit++)
        {
            var damaged = (byte[])file.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            _bench.Store.Put("00000000.a", damaged);
            _bench.Reopen(4);
            Assert.Equal((0, 0u, 0u), (Ring.WaitingFrames, Ring.Head, Ring.OverwrittenRecords));
            Assert.Empty(_bench.Store.List());
        }
    }

    [Fact]
    public void HeaderOfAnotherKindOfFile_IsNone()
    {
        _bench.Append(2, 20);
        Ring.Commit();
        var file = _bench.Store.Get("00000000.a");
        file[0] ^= 1;
        LittleEndian.WriteUInt32(file, 16, Crc32.Compute(file, 0, 16));
        _bench.Reopen(4);

        Assert.Equal(0, Ring.WaitingFrames);
    }

    [Fact]
    public void EntryWhoseHeadHasAFlippedBit_EndsItsSegment()
    {
        _bench.Append(2, 20);
        Ring.Commit();
        var file = (byte[])_bench.Store.Get("00000000.a").Clone();
        var second = 20 + ((file.Length - 20) / 2);
        for (var bit = 0; bit < 8 * 8; bit++)
        {
            var damaged = (byte[])file.Clone();
            damaged[second + (bit / 8)] ^= (byte)(1 << (bit % 8));
            _bench.Store.Put("00000000.a", damaged);
            _bench.Reopen(4);
            _bench.Expect(0, 1);
        }
    }

    [Theory]
    [InlineData(FlashRing.MaxFramesInSegment - 1)]
    [InlineData(FlashRing.MaxFramesInSegment)]
    [InlineData(FlashRing.MaxFramesInSegment + 1)]
    public void SegmentOfMoreFramesThanARingWrites_IsReadUpToItsLimit(int frames)
    {
        _bench.Append(1, 0);
        Ring.Commit();
        var file = _bench.Store.Get("00000000.a");
        var forged = file.ToList();
        for (var number = 1u; number < frames; number++)
        {
            var check = new byte[12];
            LittleEndian.WriteUInt32(check, 0, number);
            Array.Copy(file, 20, check, 4, 4);
            Array.Copy(file, file.Length - 4, check, 8, 4);
            var entry = file[20..];
            LittleEndian.WriteUInt32(entry, 4, Crc32.Compute(check, 0, check.Length));
            forged.AddRange(entry);
        }

        Assert.True(forged.Count <= FlashRing.SegmentBytes);
        _bench.Store.Put("00000000.a", [.. forged]);
        _bench.Reopen(4);
        Assert.Equal(Math.Min(frames, FlashRing.MaxFramesInSegment), Ring.WaitingFrames);
    }

    [Fact]
    public void TailThatWasGoneOnWith_IsReadAsItIsNow()
    {
        _bench.Append(1, 20);
        Ring.Commit();
        _bench.Reopen(4);
        for (var i = 0; i < 2; i++)
        {
            _bench.Append(1, 20);
            Ring.Commit();
        }

        Assert.NotNull(_bench.Store.Get("00000000.a"));
        _bench.Append(4);
        _bench.Expect(0, 7);
    }

    [Fact]
    public void OlderFileOfASegment_ThatCameBack_IsSuperfluous()
    {
        _bench.Append(1, 20);
        Ring.Commit();
        var older = _bench.Store.Get("00000000.a");
        _bench.Append(1, 20);
        Ring.Commit();
        _bench.Store.Put("00000000.a", older);
        _bench.Reopen(4);

        _bench.Expect(0, 2);
        Assert.NotNull(_bench.Store.Get("00000000.b"));
        Assert.Null(_bench.Store.Get("00000000.a"));
    }

    [Fact]
    public void NumbersThatAreNotThere_AreNotRead_AndSoughtWhereTheRingIs()
    {
        _bench.Append(7);
        Ring.Commit();
        _bench.Append(1);
        Ring.AcknowledgeBelow(2);

        foreach (var number in (uint[])[0, 1, 8, 9, 200, uint.MaxValue]) Assert.Equal(0, Ring.Read(number, _frame));

        Assert.All(Enumerable.Range(2, 6), number => Assert.True(Ring.Read((uint)number, _frame) > 0));
        Assert.Equal((2u, 2u, 2u, 3u, 7u, 8u, 8u, 8u), (Ring.Seek(0), Ring.Seek(1), Ring.Seek(2), Ring.Seek(3), Ring.Seek(7), Ring.Seek(8), Ring.Seek(9), Ring.Seek(uint.MaxValue)));
    }

    [Fact]
    public void EndOfSegment_IsBehindTheLastFrameOfAClosedOne()
    {
        _bench.Append(8);

        Assert.Equal([3u, 3u, 3u, 6u, 6u, 6u, 7u, 8u, 9u, 10u], Enumerable.Range(0, 10).Select(number => Ring.EndOfSegment((uint)number)));
    }

    [Fact]
    public void SegmentThatIsTornLater_LosesItsTailAlone()
    {
        _bench.Append(9);
        var file = _bench.Store.Get("00000000.a");
        _bench.Store.Put("00000000.a", file[..^5]);
        Assert.True(Ring.Read(4, _frame) > 0);

        Assert.True(Ring.Read(1, _frame) > 0);
        Assert.Equal(0, Ring.Read(2, _frame));
        Assert.True(Ring.Read(3, _frame) > 0);
        _bench.Store.TryDelete("00000000.a");
        Assert.Equal(0, Ring.Read(0, _frame));
    }

    [Fact]
    public void WhatIsAcknowledgedInRam_IsNeitherWrittenNorInTheWay()
    {
        _bench.Append(3);
        Ring.AcknowledgeBelow(2);
        _bench.Append(2);
        Assert.Equal(0, _bench.Store.Writes);
        Ring.AcknowledgeBelow(4);
        Assert.True(Ring.Commit());

        Assert.InRange(_bench.Store.Get("00000004.a").Length, RingBench.LargeBytes, RingBench.LargeBytes + 100);
        _bench.Reopen(4);
        _bench.Expect(4, 1);
    }

    [Fact]
    public void RingThatMayHoldMuchLessThanItHas_GoesOnWithTheNewest()
    {
        _bench.Reopen(8);
        _bench.Append(18);
        Ring.Commit();
        Assert.Equal(6, _bench.Store.Count);
        _bench.Reopen(2);

        _bench.Expect(12, 6);
        Assert.Equal(12u, Ring.OverwrittenRecords);
        _bench.Append(9);
        Ring.Commit();
        _bench.Expect(21, 6);
        _bench.Reopen(2);
        _bench.Expect(21, 6);
        Assert.Equal(21u, Ring.OverwrittenRecords);
    }

    [Fact]
    public void FlashTooFullForTheCursor_HasRoomOnceASegmentIsDoneWith()
    {
        _bench.Append(7);
        Ring.Commit();
        _bench.Fill(name => name.StartsWith("cursor", StringComparison.Ordinal));
        Ring.AcknowledgeBelow(7);
        _bench.Reopen(4);

        Assert.Equal((7u, 7u, 0), (Ring.Head, Ring.Next, Ring.WaitingFrames));
    }

    [Fact]
    public void FlashFullOfOthers_GetsTheOldestSegmentForTheNewest()
    {
        _bench.Append(6);
        Ring.Commit();
        _bench.Fill(_ => true);
        _bench.Append(4);

        Assert.Equal(3u, Ring.OverwrittenRecords);
        _bench.Expect(3, 7);
        _bench.Reopen(4);
        Assert.Equal(3u, Ring.OverwrittenRecords);
        _bench.Expect(3, 6);
    }

    [Fact]
    public void BrokenFlash_TakesOneSegment_AndAnotherOnlyOnceAWriteSucceeded()
    {
        _bench.Append(9);
        Ring.Commit();
        _bench.Store.Refuses = true;
        _bench.Append(30);

        // The oldest segment, and of the image all but its last three.
        Assert.Equal(3u + 27u, Ring.OverwrittenRecords);
        Assert.Equal(6 + 3, Ring.WaitingFrames);
        _bench.Store.Refuses = false;
        Assert.True(Ring.Commit());
        _bench.Append(3);
        _bench.Store.Refuses = true;
        _bench.Append(3);

        // The next oldest segment, and the three frames of the image that found no place.
        Assert.Equal(3u + 27u + 3u + 3u, Ring.OverwrittenRecords);
    }
}

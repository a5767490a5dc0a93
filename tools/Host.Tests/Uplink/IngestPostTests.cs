using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Uplink;
using DroneLink.Host.Tests.Storage;
using Xunit;

namespace DroneLink.Host.Tests.Uplink;

/// <summary>What goes into a post, and what becomes of frames that cannot.</summary>
public sealed class IngestPostTests
{
    private static readonly byte[] Nonsense = [.. Enumerable.Repeat((byte)0xFF, 40)];

    private readonly RingBench _bench = new(4);

    [Fact]
    public void Post_HasAtMost32Frames()
    {
        _bench.Append(40, 0);
        var post = Build(out var isBuilt);
        Assert.True(isBuilt);
        Assert.Equal((32, 32u), (post.Frames, post.End));
    }

    [Fact]
    public void Post_HasAsManyFramesAsFit_AndNoMore()
    {
        for (var bytes = 300; bytes < 1900; bytes++)
        {
            var bench = new RingBench(4);
            bench.Append(14, bytes);
            var post = Build(bench, out _);
            var first = post.Body[0] | (post.Body[1] << 8);
            Assert.Equal(post.Frames * (2 + first), post.Count);
            Assert.InRange(post.Count, IngestPost.BodyBytes - first - 1, IngestPost.BodyBytes);
        }
    }

    [Fact]
    public void FramesThatCanNeverBeSent_AreLeftOut_AndDoneWithWhenThereAreNoOthers()
    {
        _bench.Ring.Append(Nonsense, 0, 40, 1, 0);
        _bench.Ring.Append(Nonsense, 0, 40, 1, 0);
        var post = Build(out var isBuilt);
        Assert.False(isBuilt);
        Assert.Equal((0, 0, 2u), (post.Frames, _bench.Ring.WaitingFrames, _bench.Ring.Head));

        _bench.Ring.Append(Nonsense, 0, 40, 1, 0);
        _bench.Append(1, 20);
        post = Build(out isBuilt);
        Assert.True(isBuilt);
        Assert.Equal((1, 2, 4u), (post.Frames, _bench.Ring.WaitingFrames, post.End));
    }

    [Fact]
    public void UnreadableFrames_AreWaitedForAMinute_ThenGivenUpWithTheirSegment()
    {
        _bench.Append(9);
        var source = new FrameSource(_bench.Ring, new DeviceClock(), 1, null);
        Assert.Equal(FrameReadiness.Ready, source.Prepare(3, 1000));
        _bench.Store.IsUnreadable = true;
        Assert.Equal(FrameReadiness.Later, source.Prepare(0, 100_000));
        Assert.Equal(FrameReadiness.Later, source.Prepare(0, 100_000 + FrameSource.UnreadableMs - 1));
        _bench.Store.IsUnreadable = false;
        Assert.Equal(FrameReadiness.Ready, source.Prepare(0, 100_000 + FrameSource.UnreadableMs));

        // It is another minute from the next time on.
        Assert.Equal(FrameReadiness.Ready, source.Prepare(3, 200_000));
        _bench.Store.IsUnreadable = true;
        Assert.Equal(FrameReadiness.Later, source.Prepare(0, 300_000));
        Assert.Equal(FrameReadiness.Later, source.Prepare(0, 300_000 + FrameSource.UnreadableMs - 1));
        Assert.Equal(FrameReadiness.Never, source.Prepare(0, 300_000 + FrameSource.UnreadableMs));
        Assert.Equal(FrameReadiness.Never, source.Prepare(1, 300_000 + FrameSource.UnreadableMs));
        Assert.Equal(FrameReadiness.Never, source.Prepare(2, 300_000 + FrameSource.UnreadableMs));
        Assert.Equal(FrameReadiness.Later, source.Prepare(3, 300_000 + FrameSource.UnreadableMs));
        Assert.Equal(FrameReadiness.Ready, source.Prepare(6, 300_000 + FrameSource.UnreadableMs));
    }

    private IngestPost Build(out bool isBuilt) => Build(_bench, out isBuilt);

    private static IngestPost Build(RingBench bench, out bool isBuilt)
    {
        var post = new IngestPost(bench.Ring, new FrameSource(bench.Ring, new DeviceClock(), 1, null));
        isBuilt = post.TryBuild(1000);
        return post;
    }
}

using System.Security.Cryptography;
using System.Text;
using DroneLink.Firmware.Tests.Uplink;
using DroneLink.Firmware.Uplink;
using Xunit;

namespace DroneLink.Host.Tests.Uplink;

/// <summary>Frames that cannot be sent, a client that takes none, answers at their bounds; beyond the tests of the virtual device.</summary>
public sealed class UplinkEdgeTests
{
    [Fact]
    public void FrameThatCanNeverBeSent_IsNotSent_AndHoldsNothingUp()
    {
        var bench = new UplinkBench(true, false);
        bench.GoOnline();
        bench.Record(1);
        bench.Ring.Append(Enumerable.Repeat((byte)0xFF, 40).ToArray(), 0, 40, 1, bench.Now);
        bench.Record(1);
        bench.Run(20);

        Assert.Equal(2, bench.Board.Frames);
        Assert.NotEqual(bench.Board.Frame(0), bench.Board.Frame(1));
        bench.Post(LinkEventKind.MqttAcknowledged, bench.Board.LastPacket - 1, 0);
        bench.Post(LinkEventKind.MqttAcknowledged, bench.Board.LastPacket, 0);
        Assert.Equal(0, bench.Ring.WaitingFrames);
        Assert.Equal(2u, bench.Uplink.AcknowledgedFrames);
    }

    [Fact]
    public void FrameThatTheClientDoesNotTake_IsSentLater()
    {
        var bench = new UplinkBench(true, false);
        bench.GoOnline();
        bench.Run(20);
        bench.Board.Busy = true;
        bench.Record(1);
        bench.Run(500);
        Assert.Equal(0, bench.Board.Frames);
        bench.Board.Busy = false;
        bench.Run(20);
        Assert.Equal(1, bench.Board.Frames);
        bench.Post(LinkEventKind.MqttAcknowledged, bench.Board.LastPacket, 0);
        Assert.Equal(0, bench.Ring.WaitingFrames);
    }

    [Theory]
    [InlineData(0, 0u)]
    [InlineData(1, 1u)]
    [InlineData(3, 3u)]
    public void Post_WhoseFramesAreRejected_IsDoneWith(int rejected, uint expected)
    {
        var bench = Posting(3);
        bench.Post(LinkEventKind.HttpDone, 202, rejected);
        Assert.Equal((0, 3u, expected), (bench.Ring.WaitingFrames, bench.Uplink.AcknowledgedFrames, bench.Uplink.RejectedFrames));
    }

    [Fact]
    public void Post_CountsTheFramesThatWereInIt()
    {
        var bench = Posting(3);
        bench.Record(4);
        bench.Post(LinkEventKind.HttpDone, 202, 0);
        Assert.Equal((4, 3u), (bench.Ring.WaitingFrames, bench.Uplink.AcknowledgedFrames));
    }

    [Theory]
    [InlineData(202, -1)]
    [InlineData(202, 4)]
    [InlineData(200, 0)]
    [InlineData(204, 0)]
    [InlineData(500, 0)]
    [InlineData(0, 0)]
    public void Post_WithoutAPlainAnswer_AcknowledgesNothing(int status, int detail)
    {
        var bench = Posting(3);
        bench.Post(LinkEventKind.HttpDone, status, detail);
        Assert.Equal((3, 0u, 0u), (bench.Ring.WaitingFrames, bench.Uplink.AcknowledgedFrames, bench.Uplink.RejectedFrames));
    }

    [Theory]
    [InlineData(429, 60, 60_000)]
    [InlineData(503, 60, 60_000)]
    [InlineData(503, 100_000, CloudUplink.LongestRetryAfterMs)]
    public void Server_ThatAsksForAPause_GetsIt(int status, int seconds, int pauseMs)
    {
        var bench = Posting(3);
        bench.Post(LinkEventKind.HttpDone, status, seconds);
        bench.RunLong(pauseMs - 2000);
        Assert.Equal(1, bench.Board.Posts);
        bench.RunLong(5000);
        Assert.Equal(2, bench.Board.Posts);
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(206, true)]
    [InlineData(404, true)]
    [InlineData(499, true)]
    [InlineData(0, false)]
    [InlineData(199, false)]
    [InlineData(401, false)]
    [InlineData(429, false)]
    [InlineData(500, false)]
    [InlineData(503, false)]
    public void Fetches_ThatFailTenTimes_JoinTheNetworkAnew_AndOthersDoNot(int status, bool isAnswer)
    {
        var bench = new UplinkBench(false, true);
        var fetch = new HttpsFetch(16);
        bench.Uplink.Fetch = fetch;
        bench.JoinNetwork();
        bench.SetClock();
        var joins = bench.Board.Joins;
        for (var i = 1; i <= CloudUplink.FailuresBeforeRejoin; i++)
        {
            fetch.Want("/a", 0, i);
            bench.Run(1100);
            Assert.Equal(i, bench.Board.Gets);
            bench.Post(LinkEventKind.HttpDone, status, 0);
            Assert.True(fetch.TryTake());
            Assert.Equal(status, fetch.Status);
        }

        bench.Run(1100);
        Assert.Equal(isAnswer ? joins : joins + 1, bench.Board.Joins);
    }

    [Fact]
    public void Signature_OfAFetch_IsTheHmacOfItsText()
    {
        var key = Encoding.ASCII.GetBytes("0123456789abcdef0123456789abcdef");
        var signer = new RequestSigner("drone-1", new Firmware.Cryptography.HmacSha256(key));
        var expected = HMACSHA256.HashData(key, "GET\n/v1/x?y=1\ndrone-1\n1735689600\n"u8);
        Assert.Equal(Convert.ToHexStringLower(expected), signer.SignGet("/v1/x?y=1", "1735689600"));
    }

    [Fact]
    public void Frames_AreSigned_WhereTheyAreToBe()
    {
        var bench = new UplinkBench(true, false);
        bench.Options.SignFrames = true;
        var uplink = new CloudUplink(bench.Board, bench.Events, bench.Ring, bench.Clock, UplinkBench.BootId, bench.Options);
        bench.Record(1);
        Assert.Equal((0u, 0u), (uplink.Sessions, uplink.Reconnects));
        for (var now = 2000L; now < 8000; now += 10)
        {
            uplink.Step(now);
            if (now == 3000) bench.Events.Post(LinkEventKind.NetworkUp, 0);

            if (now == 4000) bench.Events.Post(LinkEventKind.TimeKnown, 0, UplinkBench.Utc + now, now);

            if (now == 6000) bench.Events.Post(LinkEventKind.MqttConnected, bench.Board.Session);
        }

        var frame = bench.Board.Frame(0);
        Assert.Equal(2, frame[2] & 2);
        Assert.Equal(HMACSHA256.HashData(bench.Options.Key, frame[..^20])[..16], frame[^20..^4]);
        Assert.Equal(("""{"state":"online"}""", """{"state":"offline"}"""), (bench.Board.Status, bench.Board.Will));
        Assert.Equal((1u, 0u), (uplink.Sessions, uplink.Reconnects));
    }

    [Fact]
    public void Topics_AreThoseOfTheWireFormat()
    {
        var topics = new MqttTopics("f", "d");
        Assert.Equal(
            ["dl/v1/f/d/command", "dl/v1/f/d/command-result", "dl/v1/f/d/ota", "dl/v1/f/d/ota-request", "dl/v1/f/peers/d", "dl/v1/f/peers/+"],
            [topics.Command, topics.CommandResult, topics.Ota, topics.OtaRequest, topics.Beacon, topics.AllBeacons]);
    }

    [Fact]
    public void Answer_WithoutAList_RejectsNothing()
    {
        Assert.Equal(0, IngestAnswer.CountRejected("""{"accepted":2,"duplicates":1}""", 3));
        Assert.Equal(-1, IngestAnswer.CountRejected("""{"accepted":2,"duplicates":1}""", 4));
        Assert.Equal(-1, IngestAnswer.CountRejected("""{"accepted":3}""", 3));
        Assert.Equal(-1, IngestAnswer.CountRejected("null", 0));
    }

    [Fact]
    public void BackOff_OfAnySeed_Varies()
    {
        foreach (var seed in (uint[])[0, 1, 2, 0x80000000, uint.MaxValue])
        {
            var backoff = new Backoff(5000, 1000, 1000, seed);
            Assert.InRange(backoff.Next(), 0, 5000);
            var waits = Enumerable.Range(0, 200).Select(_ => backoff.Next()).ToList();
            Assert.All(waits, wait => Assert.InRange(wait, 0, 1000));
            Assert.True(waits.Distinct().Count() > 120, $"{waits.Distinct().Count()} waits of seed {seed}");
            Assert.InRange(waits.Average(), 400, 600);
        }
    }

    private static UplinkBench Posting(int frames)
    {
        var bench = new UplinkBench(false, true);
        bench.JoinNetwork();
        bench.SetClock();
        bench.Record(frames);
        bench.Run(1100);
        Assert.Equal((1, frames), (bench.Board.Posts, bench.Board.BodyFrames));
        return bench;
    }
}

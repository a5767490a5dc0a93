using DroneLink.Firmware.Cryptography;
using DroneLink.Firmware.Tests.Uplink;
using DroneLink.Firmware.Uplink;
using Xunit;

namespace DroneLink.Host.Tests.Uplink;

/// <summary>What is fetched over HTTPS beside the posts.</summary>
public class HttpsFetchTests
{
    private UplinkBench _bench;
    private HttpsFetch _fetch;

    [Fact]
    public void Fetch_IsSigned_AndItsAnswerCanBeTakenOnce()
    {
        Start();
        _fetch.Want("/v1/x?y=1", 10, 4);
        _bench.Run(1100);
        Assert.Equal(1, _bench.Board.Gets);
        Assert.Equal("/v1/x?y=1", _bench.Board.GetPath);
        Assert.Equal(10, _bench.Board.GetFrom);
        Assert.Equal(4, _bench.Board.GetCount);
        Assert.Equal(
            new RequestSigner("d1", new HmacSha256(new byte[32])).SignGet("/v1/x?y=1", _bench.Board.Timestamp), _bench.Board.Signature);
        Assert.False(_fetch.TryTake(), "taken before it came");
        _bench.Board.GetBody[0] = 77;
        _bench.Post(LinkEventKind.HttpDone, 206, 4);
        Assert.True(_fetch.TryTake(), "not taken");
        Assert.Equal(206, _fetch.Status);
        Assert.Equal(4, _fetch.Received);
        Assert.Equal((byte)77, _fetch.Body[0]);
        Assert.False(_fetch.TryTake(), "taken twice");
        _bench.Run(2000);
        Assert.Equal(1, _bench.Board.Gets);
    }

    [Fact]
    public void PostsAndFetches_TakeTurns()
    {
        Start();
        _bench.Record(3);
        _fetch.Want("/a", 0, 0);
        _bench.Run(1100);
        Assert.Equal(1, _bench.Board.Gets + _bench.Board.Posts);
        int gets = _bench.Board.Gets;
        _bench.Post(LinkEventKind.HttpDone, gets == 1 ? 200 : 202, 0);
        _fetch.Want("/b", 0, 0);
        _bench.Run(1100);
        Assert.Equal(1, _bench.Board.Posts);
        Assert.Equal(1, _bench.Board.Gets);
    }

    [Fact]
    public void Fetch_ThatFails_IsSaidSo_AndTheNextWaits()
    {
        Start();
        _fetch.Want("/a", 0, 0);
        _bench.Run(1100);
        _bench.Post(LinkEventKind.HttpDone, 0, 0);
        Assert.True(_fetch.TryTake(), "nothing was said");
        Assert.Equal(0, _fetch.Status);
        _fetch.Want("/a", 0, 0);
        _bench.Run(1100);
        Assert.Equal(2, _bench.Board.Gets);
        _bench.RunLong(CloudUplink.OperationTimeoutMs + 2000);
        Assert.True(_fetch.TryTake(), "a time-out was not said");
        Assert.Equal(0, _fetch.Status);
    }

    [Fact]
    public void Refusal_IsHandedOn_AndUnauthorizedAsksTheTime()
    {
        Start();
        _fetch.Want("/a", 0, 0);
        _bench.Run(1100);
        _bench.Post(LinkEventKind.HttpDone, 404, 3);
        Assert.True(_fetch.TryTake(), "not handed on");
        Assert.Equal(404, _fetch.Status);
        int before = _bench.Board.TimeSyncs;
        _fetch.Want("/a", 0, 0);
        _bench.Run(1100);
        _bench.Post(LinkEventKind.HttpDone, 401, 0);
        _bench.Run(1100);
        Assert.True(_fetch.TryTake() && _fetch.Status == 401, "the status is lost");
        Assert.Equal(before + 1, _bench.Board.TimeSyncs);
    }

    [Fact]
    public void AnswerOfARequestThatWasReplaced_IsNotTheNewOnes()
    {
        Start();
        _fetch.Want("/a", 0, 0);
        _bench.Run(1100);
        _fetch.Want("/b", 0, 0);
        _bench.Post(LinkEventKind.HttpDone, 200, 2);
        Assert.False(_fetch.TryTake(), "it was taken for the other");
        _bench.Run(1100);
        Assert.Equal("/b", _bench.Board.GetPath);
    }

    [Fact]
    public void SameAgainWhileItIsUnderWay_IsNotAskedTwice_AndHasItsAnswer()
    {
        Start();
        _fetch.Want("/a", 8, 4);
        _bench.Run(1100);
        _fetch.Want("/a", 8, 4);
        _bench.Post(LinkEventKind.HttpDone, 206, 4);
        Assert.True(_fetch.TryTake(), "its answer was thrown away");
        Assert.Equal(206, _fetch.Status);
        _bench.Run(1100);
        Assert.Equal(1, _bench.Board.Gets);
        _fetch.Want("/a", 8, 4);
        _bench.Run(1100);
        Assert.Equal(2, _bench.Board.Gets);
    }

    [Fact]
    public void Restart_EndsTheFetch_AndTheSameCanBeWantedAgain()
    {
        Start();
        _fetch.Want("/a", 0, 0);
        _bench.Run(1100);
        _bench.Uplink.Restart(_bench.Now);
        Assert.True(_fetch.TryTake(), "nothing was said");
        Assert.Equal(0, _fetch.Status);
        _fetch.Want("/a", 0, 0);
        _bench.JoinNetwork();
        _bench.Run(1100);
        Assert.Equal(2, _bench.Board.Gets);
    }

    private void Start()
    {
        _bench = new UplinkBench(false, true);
        _fetch = new HttpsFetch(16);
        _bench.Uplink.Fetch = _fetch;
        _bench.JoinNetwork();
        _bench.SetClock();
        Assert.True(_bench.Uplink.UsesHttps, "HTTPS is not the way");
    }
}

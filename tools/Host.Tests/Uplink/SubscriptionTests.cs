using DroneLink.Firmware.Tests.Uplink;
using DroneLink.Firmware.Uplink;
using Xunit;

namespace DroneLink.Host.Tests.Uplink;

/// <summary>What a session subscribes to, and when it is said to be online.</summary>
public class SubscriptionTests
{
    private static readonly string[] Topics = { "dl/v1/f1/d1/command", "dl/v1/f1/peers/+" };
    private UplinkBench _bench;

    [Fact]
    public void Status_WaitsForTheSubscriptions_FramesDoNot()
    {
        Start();
        _bench.Record(1);
        _bench.GoOnline();
        _bench.Run(100);
        Assert.Equal(1, _bench.Board.Subscriptions);
        Assert.Equal(2, _bench.Board.SubscribedTopics.Length);
        Assert.Equal(0, _bench.Board.Statuses);
        Assert.Equal(1, _bench.Board.Frames);
        Assert.False(_bench.Uplink.IsReady, "ready");
        _bench.Post(LinkEventKind.MqttSubscribed, _bench.Board.LastPacket - 1, 1);
        Assert.Equal(1, _bench.Board.Statuses);
        Assert.True(_bench.Uplink.IsReady, "not ready");
    }

    [Fact]
    public void Refused_GoesOnWithout()
    {
        Start();
        _bench.GoOnline();
        _bench.Post(LinkEventKind.MqttSubscribed, _bench.Board.LastPacket, 0);
        Assert.Equal(1, _bench.Board.Statuses);
    }

    [Fact]
    public void AnswerOfAnotherPacket_IsNone()
    {
        Start();
        _bench.GoOnline();
        _bench.Post(LinkEventKind.MqttSubscribed, _bench.Board.LastPacket + 7, 1);
        Assert.Equal(0, _bench.Board.Statuses);
    }

    [Fact]
    public void NoAnswer_EndsTheSession_AndTheNextSubscribesAnew()
    {
        Start();
        _bench.GoOnline();
        _bench.Run(CloudUplink.AcknowledgeTimeoutMs + 100);
        Assert.True(_bench.Board.Disconnects >= 1, "still in the session");
        _bench.Reconnect();
        Assert.Equal(2, _bench.Board.Subscriptions);
        Assert.Equal(0, _bench.Board.Statuses);
    }

    [Fact]
    public void Subscription_ThatCannotBeMadeYet_IsMadeLater()
    {
        Start();
        _bench.Board.Busy = true;
        _bench.GoOnline();
        _bench.Board.Busy = false;
        _bench.Run(20);
        Assert.Equal(1, _bench.Board.Subscriptions);
    }

    [Fact]
    public void Listener_HearsOfTheSession_AndOfItsOwnAcknowledgementsAlone()
    {
        Start();
        CountingListener listener = new CountingListener();
        _bench.Uplink.Listener = listener;
        _bench.Record(1);
        _bench.GoOnline();
        Assert.Equal(0, _bench.Uplink.Publish("t", new byte[3], 3));
        _bench.Post(LinkEventKind.MqttSubscribed, _bench.Board.LastPacket - 1, 1);
        Assert.Equal(1, listener.Sessions);
        int frame = _bench.Board.LastPacket - 1;
        int packet = _bench.Uplink.Publish("t", new byte[3], 3);
        Assert.True(packet != 0, "not published");
        _bench.Post(LinkEventKind.MqttAcknowledged, frame, 0);
        Assert.Equal(0, listener.LastPacket);
        Assert.Equal(0, _bench.Ring.WaitingFrames);
        _bench.Post(LinkEventKind.MqttAcknowledged, packet, 0);
        Assert.Equal(packet, listener.LastPacket);
    }

    [Fact]
    public void Reconnect_EndsTheSession_AndOpensAnother()
    {
        Start();
        _bench.GoOnline();
        _bench.Post(LinkEventKind.MqttSubscribed, _bench.Board.LastPacket, 1);
        _bench.Uplink.Reconnect(_bench.Now);
        Assert.False(_bench.Uplink.IsReady, "still ready");
        _bench.Reconnect();
        Assert.Equal(2u, _bench.Uplink.Sessions);
        Assert.Equal(2, _bench.Board.Subscriptions);
    }

    private void Start()
    {
        _bench = new UplinkBench(true, false);
        _bench.Uplink.SetSubscriptions(Topics);
    }

    private sealed class CountingListener : ISessionListener
    {
        public int Sessions { get; private set; }

        public int LastPacket { get; private set; }

        public void SessionReady(long nowMs)
        {
            Sessions++;
        }

        public void PublicationAcknowledged(int packet)
        {
            LastPacket = packet;
        }
    }
}

using DroneLink.Firmware.Uplink;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Uplink
{
    /// <summary>What a session subscribes to, and when it is said to be online.</summary>
    [TestClass]
    public class SubscriptionTests
    {
        private static readonly string[] Topics = { "dl/v1/f1/d1/command", "dl/v1/f1/peers/+" };
        private static UplinkBench _bench;

        [TestMethod]
        public void Status_WaitsForTheSubscriptions_FramesDoNot()
        {
            Start();
            _bench.Record(1);
            _bench.GoOnline();
            _bench.Run(100);
            Assert.AreEqual(1, _bench.Board.Subscriptions);
            Assert.AreEqual(2, _bench.Board.SubscribedTopics.Length);
            Assert.AreEqual(0, _bench.Board.Statuses, "online before it hears");
            Assert.AreEqual(1, _bench.Board.Frames);
            Assert.IsFalse(_bench.Uplink.IsReady, "ready");
            _bench.Post(LinkEventKind.MqttSubscribed, _bench.Board.LastPacket - 1, 1);
            Assert.AreEqual(1, _bench.Board.Statuses);
            Assert.IsTrue(_bench.Uplink.IsReady, "not ready");
        }

        [TestMethod]
        public void Refused_GoesOnWithout()
        {
            Start();
            _bench.GoOnline();
            _bench.Post(LinkEventKind.MqttSubscribed, _bench.Board.LastPacket, 0);
            Assert.AreEqual(1, _bench.Board.Statuses);
        }

        [TestMethod]
        public void AnswerOfAnotherPacket_IsNone()
        {
            Start();
            _bench.GoOnline();
            _bench.Post(LinkEventKind.MqttSubscribed, _bench.Board.LastPacket + 7, 1);
            Assert.AreEqual(0, _bench.Board.Statuses);
        }

        [TestMethod]
        public void NoAnswer_EndsTheSession_AndTheNextSubscribesAnew()
        {
            Start();
            _bench.GoOnline();
            _bench.Run(CloudUplink.AcknowledgeTimeoutMs + 100);
            Assert.IsTrue(_bench.Board.Disconnects >= 1, "still in the session");
            _bench.Reconnect();
            Assert.AreEqual(2, _bench.Board.Subscriptions);
            Assert.AreEqual(0, _bench.Board.Statuses);
        }

        [TestMethod]
        public void Subscription_ThatCannotBeMadeYet_IsMadeLater()
        {
            Start();
            _bench.Board.Busy = true;
            _bench.GoOnline();
            _bench.Board.Busy = false;
            _bench.Run(20);
            Assert.AreEqual(1, _bench.Board.Subscriptions);
        }

        [TestMethod]
        public void Listener_HearsOfTheSession_AndOfItsOwnAcknowledgementsAlone()
        {
            Start();
            CountingListener listener = new CountingListener();
            _bench.Uplink.Listener = listener;
            _bench.Record(1);
            _bench.GoOnline();
            Assert.AreEqual(0, _bench.Uplink.Publish("t", new byte[3], 3), "published before the session was ready");
            _bench.Post(LinkEventKind.MqttSubscribed, _bench.Board.LastPacket - 1, 1);
            Assert.AreEqual(1, listener.Sessions);
            int frame = _bench.Board.LastPacket - 1;
            int packet = _bench.Uplink.Publish("t", new byte[3], 3);
            Assert.IsTrue(packet != 0, "not published");
            _bench.Post(LinkEventKind.MqttAcknowledged, frame, 0);
            Assert.AreEqual(0, listener.LastPacket);
            Assert.AreEqual(0, _bench.Ring.WaitingFrames);
            _bench.Post(LinkEventKind.MqttAcknowledged, packet, 0);
            Assert.AreEqual(packet, listener.LastPacket);
        }

        [TestMethod]
        public void Reconnect_EndsTheSession_AndOpensAnother()
        {
            Start();
            _bench.GoOnline();
            _bench.Post(LinkEventKind.MqttSubscribed, _bench.Board.LastPacket, 1);
            _bench.Uplink.Reconnect(_bench.Now);
            Assert.IsFalse(_bench.Uplink.IsReady, "still ready");
            _bench.Reconnect();
            Assert.AreEqual(2u, _bench.Uplink.Sessions);
            Assert.AreEqual(2, _bench.Board.Subscriptions);
        }

        private static void Start()
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
}

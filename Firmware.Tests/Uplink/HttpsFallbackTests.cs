using DroneLink.Firmware.Cryptography;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Tests.Telemetry;
using DroneLink.Firmware.Uplink;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Uplink
{
    /// <summary>HTTPS where MQTT does not come up, and alone.</summary>
    [TestClass]
    public class HttpsFallbackTests
    {
        private static UplinkBench _bench;

        [TestMethod]
        public void ThreeMqttFailures_ThenHttps_ThenBackToMqtt()
        {
            _bench = new UplinkBench(true, true);
            _bench.Record(2);
            _bench.JoinNetwork();
            _bench.SetClock();
            _bench.FailMqtt(CloudUplink.MqttTriesBeforeHttps - 1);
            Assert.AreEqual(0, _bench.Board.Posts, "posted before MQTT had its tries");
            _bench.FailMqtt(1);
            WaitForPost();
            _bench.Post(LinkEventKind.HttpDone, 202, 0);
            Assert.AreEqual(0, _bench.Ring.WaitingFrames);
            Assert.AreEqual(2u, _bench.Uplink.AcknowledgedFrames);
            _bench.Record(1);
            _bench.WaitForConnect(false);
            _bench.Post(LinkEventKind.MqttConnected, 0, 0);
            Assert.AreEqual(1, _bench.Board.Frames);
            _bench.Post(LinkEventKind.MqttAcknowledged, _bench.Board.LastPacket, 0);
            int posts = _bench.Board.Posts;
            _bench.Record(1);
            _bench.Post(LinkEventKind.MqttClosed, 0, 0);
            _bench.Run(50);
            _bench.Reconnect();
            Assert.AreEqual(posts, _bench.Board.Posts, "posted though MQTT is back");
        }

        [TestMethod]
        public void Body_IsFramesWithTheirLengths_SignedForTheAddress()
        {
            _bench = new UplinkBench(false, true);
            _bench.Record(3);
            GoOnNetwork();
            WaitForPost();
            byte[] body = _bench.Board.Body;
            int at = 0;
            for (int i = 0; i < 3; i++)
            {
                int count = LittleEndian.ReadUInt16(body, at);
                FrameView view = new FrameView(body, at + 2, count);
                Assert.IsNull(view.Check());
                Assert.AreEqual((uint)i, view.FirstSequence);
                at += 2 + count;
            }

            Assert.AreEqual(body.Length, at);
            Assert.AreEqual(3, _bench.Board.BodyFrames);
            long seconds = long.Parse(_bench.Board.Timestamp) - ((UplinkBench.Utc + _bench.Now) / 1000);
            Assert.IsTrue(seconds >= -2 && seconds <= 0, "timestamp");
            RequestSigner signer = new RequestSigner("d1", new HmacSha256(new byte[32]));
            Assert.AreEqual(signer.SignPost(_bench.Board.Timestamp, body, body.Length), _bench.Board.Signature);
        }

        [TestMethod]
        public void MoreThanABody_GoesInSeveral()
        {
            _bench = new UplinkBench(false, true);
            for (int i = 0; i < 5; i++)
            {
                _bench.RecordLarge(8);
            }

            GoOnNetwork();
            for (int left = 5; left > 0; left -= 2)
            {
                WaitForPost();
                Assert.AreEqual(left == 1 ? 1 : 2, _bench.Board.BodyFrames);
                Assert.AreEqual(left, _bench.Ring.WaitingFrames);
                _bench.Post(LinkEventKind.HttpDone, 202, 0);
            }

            Assert.AreEqual(0, _bench.Ring.WaitingFrames);
        }

        [TestMethod]
        public void SmallPosts_AreAPeriodApart_ButAWholeBodyIsNotHeldBack()
        {
            _bench = new UplinkBench(false, true);
            _bench.Options.PostPeriodMs = 5000;
            _bench.Record(1);
            GoOnNetwork();
            WaitForPost();
            _bench.Post(LinkEventKind.HttpDone, 202, 0);
            _bench.Record(1);
            _bench.Run(4900);
            Assert.AreEqual(1, _bench.Board.Posts, "posted within the period");
            _bench.Run(200);
            Assert.AreEqual(2, _bench.Board.Posts, "not posted after the period");
            for (int i = 0; i < 4; i++)
            {
                _bench.RecordLarge(8);
            }

            _bench.Post(LinkEventKind.HttpDone, 202, 0);
            _bench.Run(20);
            Assert.AreEqual(3, _bench.Board.Posts, "a whole body waited");
        }

        [TestMethod]
        public void RejectedFrames_AreDoneWithAndCounted()
        {
            _bench = new UplinkBench(false, true);
            _bench.Record(3);
            GoOnNetwork();
            WaitForPost();
            _bench.Post(LinkEventKind.HttpDone, 202, 1);
            Assert.AreEqual(0, _bench.Ring.WaitingFrames);
            Assert.AreEqual(1u, _bench.Uplink.RejectedFrames);
        }

        [TestMethod]
        public void FramesRecordedDuringAPost_AreNotAcknowledgedByIt()
        {
            _bench = new UplinkBench(false, true);
            _bench.Record(2);
            GoOnNetwork();
            WaitForPost();
            _bench.Record(3);
            _bench.Post(LinkEventKind.HttpDone, 202, 0);
            Assert.AreEqual(3, _bench.Ring.WaitingFrames);
        }

        [TestMethod]
        public void FramesOverwrittenDuringAPost_TakeNoOthersWithThem()
        {
            _bench = new UplinkBench(false, true);
            _bench.RecordLarge(8);
            _bench.RecordLarge(8);
            GoOnNetwork();
            WaitForPost();
            _bench.Store.Refuses = true;
            for (int i = 0; i < 4; i++)
            {
                _bench.RecordLarge(8);
            }

            int waiting = _bench.Ring.WaitingFrames;
            Assert.IsTrue(_bench.Ring.OverwrittenRecords > 0, "nothing was overwritten");
            _bench.Post(LinkEventKind.HttpDone, 202, 0);
            Assert.AreEqual(waiting, _bench.Ring.WaitingFrames);
        }

        [TestMethod]
        public void AnswersThatAcceptNothing_KeepEverything()
        {
            int[] statuses = { 0, 200, 202, 202, 400, 401, 403, 404, 413, 429, 500, 502, 503 };
            int[] details = { 0, 0, -1, 4, 0, 0, 0, 0, 0, 1, 0, 0, 1 };
            for (int i = 0; i < statuses.Length; i++)
            {
                _bench = new UplinkBench(false, true);
                _bench.Record(3);
                GoOnNetwork();
                WaitForPost();
                _bench.Post(LinkEventKind.HttpDone, statuses[i], details[i]);
                Assert.AreEqual(3, _bench.Ring.WaitingFrames, "status " + statuses[i].ToString());
                _bench.Run(2500);
                Assert.AreEqual(2, _bench.Board.Posts, "status " + statuses[i].ToString());
            }
        }

        [TestMethod]
        public void Unauthorized_AsksTheTimeSource()
        {
            _bench = new UplinkBench(false, true);
            _bench.Record(1);
            GoOnNetwork();
            WaitForPost();
            int before = _bench.Board.TimeSyncs;
            _bench.Post(LinkEventKind.HttpDone, 401, 0);
            _bench.Run(0);
            Assert.AreEqual(before + 1, _bench.Board.TimeSyncs);
            _bench.Post(LinkEventKind.TimeKnown, UplinkBench.Utc + 900000 + _bench.Now, _bench.Now);
            WaitForPost();
            Assert.AreEqual((UplinkBench.Utc + 900000 + _bench.Now) / 1000, long.Parse(_bench.Board.Timestamp));
        }

        [TestMethod]
        public void RetryAfter_IsWaitedFor()
        {
            int[] statuses = { 429, 503 };
            for (int i = 0; i < statuses.Length; i++)
            {
                _bench = new UplinkBench(false, true);
                _bench.Record(1);
                GoOnNetwork();
                WaitForPost();
                _bench.Post(LinkEventKind.HttpDone, statuses[i], 30);
                _bench.Run(29900);
                Assert.AreEqual(1, _bench.Board.Posts);
                _bench.Run(200);
                Assert.AreEqual(2, _bench.Board.Posts);
            }
        }

        [TestMethod]
        public void PostThatNeverEnds_IsTriedAgain_AndItsLateAnswerCountsForNothing()
        {
            _bench = new UplinkBench(false, true);
            _bench.Record(1);
            GoOnNetwork();
            WaitForPost();
            int session = _bench.Board.Session;
            _bench.RunLong(CloudUplink.OperationTimeoutMs + 3000);
            Assert.AreEqual(2, _bench.Board.Posts);
            _bench.Events.Post(LinkEventKind.HttpDone, session, 202);
            _bench.Run(0);
            Assert.AreEqual(1, _bench.Ring.WaitingFrames);
        }

        [TestMethod]
        public void NetworkLossDuringAPost_KeepsEverything()
        {
            _bench = new UplinkBench(false, true);
            _bench.Record(1);
            GoOnNetwork();
            WaitForPost();
            int session = _bench.Board.Session;
            _bench.Post(LinkEventKind.NetworkDown, 0, 0);
            _bench.Events.Post(LinkEventKind.HttpDone, session, 202);
            _bench.Run(0);
            Assert.AreEqual(1, _bench.Ring.WaitingFrames);
            _bench.JoinNetwork();
            WaitForPost();
            _bench.Post(LinkEventKind.HttpDone, 202, 0);
            Assert.AreEqual(0, _bench.Ring.WaitingFrames);
        }

        [TestMethod]
        public void RetryAfter_IsHeededUpToFiveMinutes()
        {
            _bench = new UplinkBench(false, true);
            _bench.Record(1);
            GoOnNetwork();
            WaitForPost();
            _bench.Post(LinkEventKind.HttpDone, 503, int.MaxValue);
            _bench.RunLong(CloudUplink.LongestRetryAfterMs + 1000);
            Assert.AreEqual(2, _bench.Board.Posts, "one answer silenced the device");
        }

        [TestMethod]
        public void FrameThatCannotBeReadNow_IsNotAcknowledgedByAPost()
        {
            _bench = new UplinkBench(false, true);
            for (int i = 0; i < 5; i++)
            {
                _bench.RecordLarge(8);
            }

            _bench.Store.IsUnreadable = true;
            GoOnNetwork();
            _bench.Run(1000);
            Assert.AreEqual(5, _bench.Ring.WaitingFrames);
            _bench.Store.IsUnreadable = false;
            WaitForPost();
            Assert.AreEqual(2, _bench.Board.BodyFrames);
        }

        [TestMethod]
        public void NothingToSend_PostsNothing()
        {
            _bench = new UplinkBench(false, true);
            GoOnNetwork();
            _bench.Run(5000);
            Assert.AreEqual(0, _bench.Board.Posts);
        }

        private static void GoOnNetwork()
        {
            _bench.JoinNetwork();
            _bench.SetClock();
        }

        private static void WaitForPost()
        {
            int before = _bench.Board.Posts;
            for (int i = 0; i < 200 && (_bench.Uplink.State != UplinkState.Posting || _bench.Board.Posts == 0); i++)
            {
                _bench.Run(0);
            }

            Assert.IsTrue(_bench.Uplink.State == UplinkState.Posting, "no post in two seconds after " + before.ToString());
        }
    }
}

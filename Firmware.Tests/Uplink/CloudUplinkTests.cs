using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Tests.Telemetry;
using DroneLink.Firmware.Uplink;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Uplink
{
    /// <summary>The way to an MQTT session and what happens in one.</summary>
    [TestClass]
    public class CloudUplinkTests
    {
        private static UplinkBench _bench;

        [TestMethod]
        public void Start_SpreadsTheFirstJoin_ThenJoinsOnce()
        {
            _bench = new UplinkBench(true, false);
            Assert.AreEqual(0, _bench.Board.Joins);
            _bench.Run(60);
            Assert.AreEqual(1, _bench.Board.Joins);
            _bench.Run(5000);
            Assert.AreEqual(1, _bench.Board.Joins, "joined again while joining");
            Assert.IsTrue(_bench.Uplink.State == UplinkState.Joining, "state");
        }

        [TestMethod]
        public void Join_ThatFailsOrNeverEnds_IsTriedAgain()
        {
            _bench = new UplinkBench(true, false);
            _bench.Run(60);
            _bench.Post(LinkEventKind.NetworkDown, 0, 0);
            _bench.Run(1100);
            Assert.AreEqual(2, _bench.Board.Joins);
            _bench.RunLong(CloudUplink.OperationTimeoutMs + 2000);
            Assert.AreEqual(3, _bench.Board.Joins);
        }

        [TestMethod]
        public void Tls_WaitsForTheClock_AndTheStepSaysThatItWasSet()
        {
            _bench = new UplinkBench(true, true);
            _bench.JoinNetwork();
            _bench.Run(5000);
            Assert.AreEqual(0, _bench.Board.Connects);
            Assert.AreEqual(0, _bench.Board.Posts);
            Assert.AreEqual(1, _bench.Board.TimeSyncs);
            _bench.Post(LinkEventKind.TimeFailed, 0, 0);
            _bench.Run(1100);
            Assert.AreEqual(2, _bench.Board.TimeSyncs);
            Assert.IsFalse(_bench.ClockSet);
            _bench.Post(LinkEventKind.TimeKnown, UplinkBench.Utc + _bench.Now, _bench.Now);
            Assert.IsTrue(_bench.ClockSet);
            Assert.AreEqual(UplinkBench.Utc, _bench.Clock.AnchorMs);
            _bench.Run(1100);
            Assert.AreEqual(1, _bench.Board.Connects);
        }

        [TestMethod]
        public void TimeSource_ThatNeverAnswers_IsAskedAgain()
        {
            _bench = new UplinkBench(true, true);
            _bench.JoinNetwork();
            _bench.RunLong(CloudUplink.OperationTimeoutMs + 5000);
            Assert.AreEqual(2, _bench.Board.TimeSyncs);
        }

        [TestMethod]
        public void WithoutTls_ItDoesNotWaitForTheClock()
        {
            _bench = new UplinkBench(true, false);
            _bench.Options.MqttTls = false;
            _bench.JoinNetwork();
            _bench.Run(1100);
            Assert.AreEqual(1, _bench.Board.Connects);
        }

        [TestMethod]
        public void Session_HasItsWillAndItsStatus()
        {
            _bench = new UplinkBench(true, false);
            _bench.GoOnline();
            Assert.AreEqual("dl/v1/f1/d1/status", _bench.Board.WillTopic);
            Assert.AreEqual("off", _bench.Board.Will);
            Assert.AreEqual("dl/v1/f1/d1/status", _bench.Board.StatusTopic);
            Assert.AreEqual("on", _bench.Board.Status);
            Assert.AreEqual(1, _bench.Board.Statuses);
            Assert.AreEqual(1u, _bench.Uplink.Sessions);
            Assert.AreEqual(0u, _bench.Uplink.Reconnects);
        }

        [TestMethod]
        public void Status_ThatCannotBePublishedYet_IsPublishedLater()
        {
            _bench = new UplinkBench(true, false);
            _bench.Board.Busy = true;
            _bench.GoOnline();
            Assert.AreEqual(0, _bench.Board.Statuses);
            _bench.Board.Busy = false;
            _bench.Run(100);
            Assert.AreEqual(1, _bench.Board.Statuses);
        }

        [TestMethod]
        public void Frames_GoOutInAWindow_AndLeaveOnlyOnTheirOwnAcknowledgement()
        {
            _bench = new UplinkBench(true, false);
            _bench.Record(6);
            _bench.GoOnline();
            _bench.Run(100);
            Assert.AreEqual("dl/v1/f1/d1/frames", _bench.Board.FramesTopic);
            Assert.AreEqual(4, _bench.Board.Frames);
            Assert.AreEqual(6, _bench.Ring.WaitingFrames);
            int status = _bench.Board.LastPacket - 4;
            _bench.Post(LinkEventKind.MqttAcknowledged, status, 0);
            _bench.Post(LinkEventKind.MqttAcknowledged, 9999, 0);
            Assert.AreEqual(6, _bench.Ring.WaitingFrames, "left on a foreign acknowledgement");
            Assert.AreEqual(4, _bench.Board.Frames);
            _bench.Post(LinkEventKind.MqttAcknowledged, status + 1, 0);
            Assert.AreEqual(5, _bench.Ring.WaitingFrames);
            Assert.AreEqual(5, _bench.Board.Frames);
            Assert.AreEqual(1u, _bench.Uplink.AcknowledgedFrames);
            for (int packet = status + 2; packet <= status + 6; packet++)
            {
                _bench.Post(LinkEventKind.MqttAcknowledged, packet, 0);
            }

            Assert.AreEqual(0, _bench.Ring.WaitingFrames);
            Assert.AreEqual(6, _bench.Board.Frames, "sent twice");
            Assert.AreEqual(0, _bench.Store.Count, "flash was touched");
        }

        [TestMethod]
        public void FramesFromBeforeTheClock_AreSentInUtc()
        {
            _bench = new UplinkBench(true, false);
            long at = _bench.Now;
            _bench.Record(1);
            _bench.GoOnline();
            byte[] frame = _bench.Board.Frame(0);
            FrameView view = new FrameView(frame, 0, frame.Length);
            Assert.AreEqual(UplinkBench.Utc + at, view.BaseTime);
            Assert.AreEqual((int)FrameFormat.ClockSynced, (int)view.Flags);
            Assert.IsNull(view.Check());
        }

        [TestMethod]
        public void SessionThatDies_SendsAgainWhatWasNotAcknowledged()
        {
            _bench = new UplinkBench(true, false);
            _bench.Record(3);
            _bench.GoOnline();
            int old = _bench.Board.Session;
            _bench.Post(LinkEventKind.MqttAcknowledged, _bench.Board.LastPacket - 1, 0);
            Assert.AreEqual(3, _bench.Ring.WaitingFrames, "the second was acknowledged and the first was not");
            _bench.Post(LinkEventKind.MqttClosed, 0, 0);
            Assert.AreEqual(1, _bench.Board.Disconnects);
            _bench.Reconnect();
            Assert.AreEqual(6, _bench.Board.Frames);
            Assert.AreEqual(1u, _bench.Uplink.Reconnects);
            _bench.Events.Post(LinkEventKind.MqttAcknowledged, old, _bench.Board.LastPacket);
            _bench.Events.Post(LinkEventKind.MqttClosed, old);
            _bench.Run(0);
            Assert.AreEqual(3, _bench.Ring.WaitingFrames, "an old session's event counted");
            Assert.IsTrue(_bench.Uplink.State == UplinkState.Online, "state");
        }

        [TestMethod]
        public void PublicationGivenUp_EndsTheSession()
        {
            _bench = new UplinkBench(true, false);
            _bench.Record(1);
            _bench.GoOnline();
            _bench.Post(LinkEventKind.MqttGivenUp, _bench.Board.LastPacket, 0);
            Assert.IsTrue(_bench.Uplink.State == UplinkState.Waiting, "state");
            Assert.AreEqual(1, _bench.Ring.WaitingFrames);
        }

        [TestMethod]
        public void AcknowledgementThatNeverComes_EndsTheSession()
        {
            _bench = new UplinkBench(true, false);
            _bench.Record(1);
            _bench.GoOnline();
            _bench.RunLong(CloudUplink.AcknowledgeTimeoutMs - 2000);
            Assert.AreEqual(0, _bench.Board.Disconnects);
            _bench.RunLong(3000);
            Assert.AreEqual(1, _bench.Board.Disconnects);
            Assert.AreEqual(1, _bench.Ring.WaitingFrames);
        }

        [TestMethod]
        public void ConnectThatNeverEnds_IsGivenUpAndTriedAgain()
        {
            _bench = new UplinkBench(true, false);
            _bench.JoinNetwork();
            _bench.SetClock();
            _bench.Run(1100);
            int session = _bench.Board.Session;
            _bench.RunLong(CloudUplink.OperationTimeoutMs + 3000);
            Assert.AreEqual(1, _bench.Board.Disconnects);
            Assert.AreEqual(2, _bench.Board.Connects);
            _bench.Events.Post(LinkEventKind.MqttConnected, session);
            _bench.Run(0);
            Assert.IsTrue(_bench.Uplink.State == UplinkState.Connecting, "a connect that was given up opened a session");
        }

        [TestMethod]
        public void NetworkLoss_EndsTheSession_AndJoinsAgain()
        {
            _bench = new UplinkBench(true, false);
            _bench.Record(1);
            _bench.GoOnline();
            _bench.Post(LinkEventKind.NetworkDown, 0, 0);
            Assert.IsTrue(_bench.Uplink.State == UplinkState.Offline, "state");
            Assert.AreEqual(1, _bench.Board.Disconnects);
            _bench.JoinNetwork();
            _bench.Reconnect();
            Assert.IsTrue(_bench.Uplink.State == UplinkState.Online, "state");
            Assert.AreEqual(2, _bench.Board.Joins);
            Assert.AreEqual(2, _bench.Board.Frames);
        }

        [TestMethod]
        public void Overflow_StartsOverFromTheNetwork_AndAcknowledgesNothingUnseen()
        {
            _bench = new UplinkBench(true, false);
            _bench.Record(1);
            _bench.GoOnline();
            for (int i = 0; i < LinkEventQueue.Capacity; i++)
            {
                _bench.Events.Post(LinkEventKind.MqttAcknowledged, _bench.Board.Session, 9999);
            }

            _bench.Events.Post(LinkEventKind.NetworkDown, 0);
            _bench.Run(0);
            Assert.AreEqual(1, _bench.Ring.WaitingFrames);
            _bench.JoinNetwork();
            _bench.Reconnect();
            Assert.AreEqual(2, _bench.Board.Joins, "the network may be gone");
            Assert.AreEqual(2, _bench.Board.Frames);
        }

        [TestMethod]
        public void Restart_EndsWhatIsUnderWay()
        {
            _bench = new UplinkBench(true, false);
            _bench.GoOnline();
            int session = _bench.Board.Session;
            _bench.Uplink.Restart(_bench.Now);
            Assert.IsTrue(_bench.Uplink.State == UplinkState.Offline, "state");
            Assert.AreEqual(1, _bench.Board.Disconnects);
            _bench.Events.Post(LinkEventKind.MqttClosed, session);
            _bench.JoinNetwork();
            _bench.Reconnect();
            Assert.IsTrue(_bench.Uplink.State == UplinkState.Online, "state");
        }

        [TestMethod]
        public void ManyConnectionsThatCarryNothing_JoinTheNetworkAnew()
        {
            _bench = new UplinkBench(true, false);
            _bench.JoinNetwork();
            _bench.SetClock();
            _bench.FailMqtt(CloudUplink.FailuresBeforeRejoin);
            Assert.IsTrue(_bench.Uplink.State == UplinkState.Offline, "state");
            _bench.Run(1100);
            Assert.AreEqual(2, _bench.Board.Joins);
        }

        [TestMethod]
        public void ShortSessions_KeepTheBackoffGrowing_AndALongOneResetsIt()
        {
            _bench = new UplinkBench(true, false);
            _bench.Options.BackoffCapMs = 1000;
            _bench.GoOnline();
            _bench.RunLong(CloudUplink.GoodSessionMs + 1000);
            for (int i = 0; i < 5; i++)
            {
                // One that was good for a while: the wait is up to the base each time.
                _bench.Post(LinkEventKind.MqttClosed, 0, 0);
                int connects = _bench.Board.Connects;
                _bench.Run(120);
                Assert.AreEqual(connects + 1, _bench.Board.Connects, "back-off was not reset");
                _bench.Post(LinkEventKind.MqttConnected, 0, 0);
                _bench.RunLong(CloudUplink.GoodSessionMs + 1000);
            }

            long waited = 0;
            for (int i = 0; i < 12; i++)
            {
                _bench.Post(LinkEventKind.MqttClosed, 0, 0);
                long from = _bench.Now;
                _bench.WaitForConnect(false);
                waited += i < 6 ? 0 : _bench.Now - from;
                _bench.Post(LinkEventKind.MqttConnected, 0, 0);
            }

            Assert.IsTrue(waited > 1200, "a session of no length reset the back-off");
        }

        [TestMethod]
        public void FrameThatCannotBeReadNow_IsSentOnceItCan()
        {
            _bench = new UplinkBench(true, false);
            FillASegment();
            _bench.Store.IsUnreadable = true;
            _bench.GoOnline();
            _bench.Run(1000);
            Assert.AreEqual(0, _bench.Board.Frames, "sent what could not be read");
            int waiting = _bench.Ring.WaitingFrames;
            _bench.Store.IsUnreadable = false;
            _bench.Run(20);
            Assert.IsTrue(_bench.Board.Frames > 0, "not sent");
            Assert.AreEqual(waiting, _bench.Ring.WaitingFrames);
            Assert.AreEqual(0u, _bench.Ring.OverwrittenRecords);
        }

        [TestMethod]
        public void FrameThatCanNeverBeRead_IsGivenUpAndTheNextIsSent()
        {
            _bench = new UplinkBench(true, false);
            FillASegment();
            _bench.Store.IsUnreadable = true;
            _bench.GoOnline();
            Assert.IsTrue(_bench.Ring.WaitingFrames > 3, "too few frames to tell");
            for (int ms = 0; ms < 2 * FrameSource.UnreadableMs && _bench.Board.Frames == 0; ms += 1000)
            {
                _bench.RunLong(1000);
            }

            Assert.IsTrue(_bench.Board.Frames > 0, "one bad segment held all others up for more than the time of one frame");
        }

        [TestMethod]
        public void NetworkThatComesBackByItself_IsJoinedSoon()
        {
            UplinkBench patient = new UplinkBench(true, false, 1000000);
            for (int i = 0; i < 14; i++)
            {
                int joins = patient.Board.Joins;
                for (int s = 0; s < 1100 && patient.Board.Joins == joins; s++)
                {
                    patient.RunLong(1000);
                }

                patient.Post(LinkEventKind.NetworkDown, 0, 0);
            }

            int before = patient.Board.Joins;
            patient.Post(LinkEventKind.NetworkUp, 0, 0);
            patient.Run(patient.Options.BackoffBaseMs + 20);
            Assert.AreEqual(before + 1, patient.Board.Joins, "sat beside a network that is there");
        }

        [TestMethod]
        public void Clock_IsReadAgainEveryHour()
        {
            _bench = new UplinkBench(true, false);
            _bench.GoOnline();
            Assert.AreEqual(1, _bench.Board.TimeSyncs);
            _bench.RunLong(CloudUplink.TimeSyncPeriodMs + 2000);
            Assert.AreEqual(2, _bench.Board.TimeSyncs);
        }

        // Two segments on flash, whose frames can only be sent by reading them, and one frame in RAM.
        private static void FillASegment()
        {
            for (int i = 0; i < 5; i++)
            {
                _bench.RecordLarge(8);
            }

            _bench.Record(1);
        }
    }
}

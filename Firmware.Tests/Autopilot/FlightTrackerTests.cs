using DroneLink.Drivers.Mavlink;
using DroneLink.Firmware.Autopilot;
using DroneLink.Firmware.Safety;
using DroneLink.Firmware.Tests.Mavlink;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Autopilot
{
    [TestClass]
    public class FlightTrackerTests
    {
        private const int PositionExtra = 104;

        private static FlightTracker _tracker;

        [TestMethod]
        public void NothingHeard_IsUnknown_AndNowhere()
        {
            _tracker = new FlightTracker();
            Assert.AreEqual((int)FlightState.Unknown, State(0));
            Assert.IsFalse(_tracker.HasPosition(0));
        }

        [TestMethod]
        public void Armed_CountsForTenMinutesAfterTheLastHeartbeat()
        {
            _tracker = new FlightTracker();
            TakeHeartbeat(true, 1000);
            TakeHeartbeat(true, 5000);
            Assert.AreEqual((int)FlightState.Armed, State(5000));
            Assert.AreEqual((int)FlightState.Armed, State(5000 + 599999));
            Assert.AreEqual((int)FlightState.Unknown, State(5000 + 600000));
            TakeHeartbeat(true, 700000);
            Assert.AreEqual((int)FlightState.Armed, State(700000));
        }

        [TestMethod]
        public void Disarmed_StaysUntilTheNextWord()
        {
            _tracker = new FlightTracker();
            TakeHeartbeat(true, 0);
            TakeHeartbeat(false, 1000);
            Assert.AreEqual((int)FlightState.Disarmed, State(1000));
            Assert.AreEqual((int)FlightState.Disarmed, State(86400000));
            TakeHeartbeat(true, 86400000);
            Assert.AreEqual((int)FlightState.Armed, State(86400000));
        }

        [TestMethod]
        public void OtherMessages_SayNothingOfTheMotors()
        {
            _tracker = new FlightTracker();
            TakePosition("c0e3121c", "40f6d304", "13fcffff", 0);
            Assert.AreEqual((int)FlightState.Unknown, State(0));
            TakeHeartbeat(true, 1000);
            TakePosition("c0e3121c", "40f6d304", "13fcffff", 500000);
            Assert.AreEqual((int)FlightState.Unknown, State(601000), "a position prolonged it");
        }

        [TestMethod]
        public void Position_IsWorthSomethingForFiveSeconds()
        {
            _tracker = new FlightTracker();
            TakePosition("c0e3121c", "40f6d304", "13fcffff", 1000); // 47.1 N 8.1 E; -1.005 m above home
            Assert.IsTrue(_tracker.HasPosition(1000));
            Assert.AreEqual(471000000, _tracker.LatitudeE7);
            Assert.AreEqual(81000000, _tracker.LongitudeE7);
            Assert.AreEqual(-100, _tracker.AltitudeCm);
            Assert.AreEqual(1000L, _tracker.PositionMs);
            Assert.IsTrue(_tracker.HasPosition(6000));
            Assert.IsFalse(_tracker.HasPosition(6001));
            TakeHeartbeat(true, 6500);
            Assert.IsFalse(_tracker.HasPosition(6500), "a heartbeat prolonged it");
            TakePosition("c0e3121c", "40f6d304", "13fcffff", 7000);
            Assert.IsTrue(_tracker.HasPosition(7000));
        }

        [TestMethod]
        public void ZeroZero_IsNoPosition_AndEndsOne()
        {
            _tracker = new FlightTracker();
            TakePosition("00000000", "00000000", "00000000", 1000);
            Assert.IsFalse(_tracker.HasPosition(1000));
            TakePosition("c0e3121c", "40f6d304", "00000000", 2000);
            Assert.IsTrue(_tracker.HasPosition(2000));
            TakePosition("00000000", "00000000", "00000000", 3000);
            Assert.IsFalse(_tracker.HasPosition(3000), "it has lost itself");
        }

        [TestMethod]
        public void EquatorAndMeridian_AreWhereSomebodyMayBe()
        {
            _tracker = new FlightTracker();
            TakePosition("00000000", "40f6d304", "00000000", 1000);
            Assert.IsTrue(_tracker.HasPosition(1000));
            TakePosition("c0e3121c", "00000000", "00000000", 2000);
            Assert.IsTrue(_tracker.HasPosition(2000));
        }

        private static int State(long nowMs)
        {
            return (int)_tracker.StateAt(nowMs);
        }

        private static void TakeHeartbeat(bool isArmed, long nowMs)
        {
            Take(MavlinkId.Heartbeat, "000000000203" + (isArmed ? "d1" : "51") + "0403", MavlinkFrames.HeartbeatExtra, nowMs);
        }

        private static void TakePosition(string latitude, string longitude, string aboveHome, long nowMs)
        {
            Take(MavlinkId.GlobalPositionInt, "e8030000" + latitude + longitude + "25a10700" + aboveHome + "2c0170fe19002823", PositionExtra, nowMs);
        }

        private static void Take(int id, string payload, int extra, long nowMs)
        {
            byte[] frame = MavlinkFrames.V2(0, 0, 1, 1, id, MavlinkFrames.FromHex(payload), extra);
            var parser = new MavlinkParser();
            var message = new MavlinkMessage();
            parser.Feed(frame, 0, frame.Length);
            Assert.IsTrue(parser.TryRead(message));
            _tracker.Take(message, nowMs);
        }
    }
}

using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Tests.Autopilot;
using DroneLink.Firmware.VideoLink;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.VideoLink
{
    [TestClass]
    public class LinkAlarmsTests
    {
        private static RecordProbe _probe;
        private static LinkAlarms _alarms;
        private static int _now;

        [TestMethod]
        public void Interference_HasToHold()
        {
            Start();
            Windows(10, 49);
            Windows(2, 90);
            Windows(1, 20);
            Windows(2, 90);
            Events(0);
            Windows(1, 90);
            Events(1);
        }

        [TestMethod]
        public void Interference_IsToldOnce_UntilItIsClearlyOver()
        {
            Start();
            Windows(5, 60);
            Events(1);
            for (int time = 0; time < 10; time++)
            {
                Windows(3, 31);
                Windows(3, 90);
            }

            Windows(2, 30);
            Windows(3, 90);
            Events(1);
            Windows(3, 30);
            Events(2);
            Windows(3, 90);
            Events(3);
        }

        [TestMethod]
        public void UnknownInterference_HoldsNothing()
        {
            Start();
            for (int time = 0; time < 5; time++)
            {
                Windows(2, 90);
                Windows(1, BandSurvey.Unknown);
            }

            Events(0);
            Windows(3, 90);
            Windows(60, BandSurvey.Unknown);
            Windows(3, 90);
            Events(1);
        }

        [TestMethod]
        public void TooClose_IsAboveTheMark_OrSaturated()
        {
            Start();
            Powers(100, -3000, false);
            Assert.IsFalse(_alarms.IsTooClose);
            Powers(61, -2999, false);
            Assert.IsTrue(_alarms.IsTooClose);
            Powers(199, -3301, false);
            Powers(1, -3300, false);
            Powers(200, -3301, false);
            Assert.IsTrue(_alarms.IsTooClose, "absent for 10 s less a sample");
            Powers(1, -3301, false);
            Assert.IsFalse(_alarms.IsTooClose);
            Powers(61, -9000, true);
            Assert.IsTrue(_alarms.IsTooClose, "a range that ends low is saturated all the same");
            Events(3);
        }

        [TestMethod]
        public void Pause_MakesAnAlarmHoldAnew()
        {
            Start();
            for (int time = 0; time < 5; time++)
            {
                Powers(50, -2000, true);
                Windows(2, 90);
                _alarms.Pause();
            }

            Events(0);
        }

        private static void Start()
        {
            _probe = new RecordProbe();
            _alarms = new LinkAlarms(_probe.Recorder, new VideoLinkOptions());
            _now = 0;
        }

        private static void Windows(int count, int interference)
        {
            for (int window = 0; window < count; window++)
            {
                _now += 1000;
                _alarms.TakeInterference(interference, 5780, _now);
            }
        }

        private static void Powers(int count, int centiDbm, bool isSaturated)
        {
            for (int sample = 0; sample < count; sample++)
            {
                _now += 50;
                _alarms.TakePower(centiDbm, isSaturated, _now);
            }
        }

        private static void Events(int count)
        {
            _probe.Read();
            Assert.AreEqual(count, _probe.CountOf(RecordKind.Event));
        }
    }
}

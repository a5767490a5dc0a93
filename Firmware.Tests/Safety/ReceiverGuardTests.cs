using DroneLink.Drivers;
using DroneLink.Firmware.Safety;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Tests.Autopilot;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Safety
{
    [TestClass]
    public class ReceiverGuardTests
    {
        private static FakeReceiver _receiver;
        private static FakeSensor _sensor;
        private static GuardBench _bench;
        private static ReceiverOptions _options;
        private static ReceiverGuard _guard;

        [TestMethod]
        public void Idle_PowersDown_LooksNowAndThen_AndStaysUpForAPicture()
        {
            Begin(60000);
            Run(59000, FlightState.Disarmed, false);
            Assert.IsTrue(_receiver.IsUp);
            Run(3000, FlightState.Disarmed, false);
            Assert.IsFalse(_receiver.IsUp);
            int changes = _receiver.Changes;
            Run(60000, FlightState.Disarmed, false);
            Assert.AreEqual(8, _receiver.Changes - changes, "looks in a minute");
            Assert.AreEqual("22:1:1 22:0:8", _bench.Events());
            Run(20000, FlightState.Disarmed, true);
            Assert.IsTrue(_receiver.IsUp);
            Run(100000, FlightState.Disarmed, true);
            Assert.IsTrue(_receiver.IsUp, "down under a picture");
            Assert.AreEqual("22:1:9", _bench.Events());
        }

        [TestMethod]
        public void Armed_IsUpAtOnce_WithOrWithoutAPicture()
        {
            Begin(60000);
            Run(70000, FlightState.Disarmed, false);
            Assert.IsFalse(_receiver.IsUp);
            Run(250, FlightState.Armed, false);
            Assert.IsTrue(_receiver.IsUp);
            Run(200000, FlightState.Armed, false);
            Assert.IsTrue(_receiver.IsUp);
        }

        [TestMethod]
        public void NotTold_NeverIdles()
        {
            Begin(0);
            Run(200000, FlightState.Disarmed, false);
            Assert.IsTrue(_receiver.IsUp);
            Assert.AreEqual("22:1:1", _bench.Events());
        }

        [TestMethod]
        public void Heat_CutsWhenNobodyWatches_AndComesBackCool()
        {
            Begin(0);
            _sensor.CentiCelsius = 8600;
            Run(5000, FlightState.Unknown, true);
            Assert.IsTrue(_receiver.IsUp, "cut under a picture");
            Run(29000, FlightState.Unknown, false);
            Assert.IsTrue(_receiver.IsUp, "cut in a fade");
            Run(2000, FlightState.Unknown, false);
            Assert.IsFalse(_receiver.IsUp);
            Assert.AreEqual(ReceiverState.CutForHeat, _guard.State);
            _sensor.CentiCelsius = 6000;
            Run(20000, FlightState.Unknown, false);
            Assert.IsTrue(_receiver.IsUp);
            Assert.AreEqual("22:1:1 8:8600:3 22:2:4 8:6000:0 22:1:4", _bench.Events());
        }

        [TestMethod]
        public void Heat_CutsUnderAPicture_WhereToldTo()
        {
            Begin(0);
            _options.CutInFlight = true;
            _sensor.CentiCelsius = 8600;
            Run(5000, FlightState.Armed, true);
            Assert.IsFalse(_receiver.IsUp);
        }

        [TestMethod]
        public void SensorFails_IsDownBetweenLooks_UnlessNeeded()
        {
            Begin(0);
            Run(2000, FlightState.Armed, true);
            _sensor.Fault = SensorFault.CrcMismatch;
            Run(8000, FlightState.Armed, true);
            Assert.IsTrue(_receiver.IsUp);
            Run(29000, FlightState.Disarmed, false);
            Assert.IsTrue(_receiver.IsUp, "down in a fade");
            Run(2000, FlightState.Disarmed, false);
            Assert.IsFalse(_receiver.IsUp);
            Run(120000, FlightState.Disarmed, false);
            Assert.AreEqual("22:1:1 23:3:3 22:0:6", _bench.Events());
            _sensor.Fault = SensorFault.None;
            Run(20000, FlightState.Disarmed, false);
            Assert.IsTrue(_receiver.IsUp);
            Assert.AreEqual("24:3 22:1:9", _bench.Events());
        }

        [TestMethod]
        public void SensorFailsWhileCut_LooksAgain()
        {
            Begin(0);
            _sensor.CentiCelsius = 8600;
            Run(40000, FlightState.Unknown, false);
            Assert.AreEqual(ReceiverState.CutForHeat, _guard.State);
            _sensor.Fault = SensorFault.Open;
            Run(30000, FlightState.Unknown, false);
            int changes = _receiver.Changes;
            Run(60000, FlightState.Unknown, false);
            Assert.AreEqual(8, _receiver.Changes - changes, "looks in a minute");
            Run(20000, FlightState.Unknown, true);
            Assert.IsTrue(_receiver.IsUp, "down under a picture");
        }

        [TestMethod]
        public void SensorIsBackDuringALook_AndItIsHotStill_IsCutAgain_AndNotToldAgain()
        {
            Begin(0);
            _options.LookMs = 5000;
            _sensor.CentiCelsius = 8600;
            Run(40000, FlightState.Unknown, false);
            _sensor.Fault = SensorFault.Open;
            Run(7000, FlightState.Unknown, false);
            Assert.IsTrue(_receiver.IsUp, "it looks");
            _sensor.Fault = SensorFault.None;
            Run(2000, FlightState.Unknown, false);
            Assert.AreEqual(ReceiverState.CutForHeat, _guard.State);
            Assert.AreEqual("22:1:1 8:8600:3 22:2:4 23:3:4 24:3", _bench.Events());
        }

        [TestMethod]
        public void ReceiverThatDisobeys_IsReported_AndThatItObeysLate()
        {
            Begin(60000);
            _receiver.IsPowerConfirmed = false;
            Run(5000, FlightState.Disarmed, false);
            _receiver.IsPowerConfirmed = true;
            Run(5000, FlightState.Disarmed, false);
            Assert.AreEqual("22:1:1 25:6:1 22:1:10", _bench.Events());
        }

        private static void Begin(int idleMs)
        {
            _receiver = new FakeReceiver();
            _sensor = new FakeSensor { CentiCelsius = 4500 };
            _bench = new GuardBench();
            _options = new ReceiverOptions { IdleMs = idleMs, RecordMs = 10000000 };
            _guard = new ReceiverGuard(_receiver, _sensor, null, _bench.Probe.Recorder, _options);
        }

        private static void Run(int ms, FlightState flight, bool hasPicture)
        {
            for (long until = _bench.Now + ms; _bench.Now < until; _bench.Now += 250)
            {
                _guard.Step(_bench.Now, flight, hasPicture && _receiver.IsUp);
            }
        }
    }
}

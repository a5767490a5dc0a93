using DroneLink.Drivers;
using DroneLink.Firmware.Safety;
using DroneLink.Firmware.Telemetry;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Safety
{
    [TestClass]
    public class TransmitterGuardTests
    {
        private static GuardBench _bench;

        [TestMethod]
        public void Boot_IsOff_ThenLowOnTheGround_ThenFullInFlight_ThenLowAgain()
        {
            Begin(true, true, true);
            _bench.Run(250, FlightState.Unknown);
            Assert.IsFalse(_bench.Switch.IsOn, "on at boot");
            _bench.Run(4000, FlightState.Disarmed);
            Assert.IsTrue(_bench.Switch.IsOn);
            Assert.AreEqual(25, _bench.Control.PowerMw);
            Assert.IsTrue(_bench.Guard.IsConfirmed);
            _bench.Run(1000, FlightState.Armed);
            Assert.AreEqual(600, _bench.Control.PowerMw);
            _bench.Run(1000, FlightState.Disarmed);
            Assert.AreEqual(25, _bench.Control.PowerMw);
            Assert.AreEqual("21:0:1 21:3:2 21:2:3 21:3:2", _bench.Events());
        }

        [TestMethod]
        public void Boot_InFlight_IsOnAtOnce()
        {
            Begin(true, true, true).Run(250, FlightState.Armed);
            Assert.IsTrue(_bench.Switch.IsOn);
            Assert.AreEqual(TransmitterState.On, _bench.Guard.State);
        }

        [TestMethod]
        public void SwitchOnly_OnTheGround_IsOff_UnlessToldOtherwise()
        {
            Begin(true, false, false).Run(5000, FlightState.Disarmed);
            Assert.IsFalse(_bench.Switch.IsOn);
            _bench.Run(1000, FlightState.Armed);
            Assert.IsTrue(_bench.Switch.IsOn);

            _bench = new GuardBench();
            _bench.Options.Ground = GroundPower.Full;
            _bench.Build(true, false, false).Run(5000, FlightState.Disarmed);
            Assert.IsTrue(_bench.Switch.IsOn);
        }

        [TestMethod]
        public void Heat_OnTheGround_Mutes_ThenCuts_ThenComesBack()
        {
            Begin(true, true, true).Run(5000, FlightState.Disarmed);
            _bench.Temperature.CentiCelsius = 8000;
            _bench.Run(4000, FlightState.Disarmed);
            Assert.AreEqual(TransmitterState.Pit, _bench.Guard.State);
            Assert.IsTrue(_bench.Control.IsMuted);
            _bench.Temperature.CentiCelsius = 9000;
            _bench.Run(4000, FlightState.Disarmed);
            Assert.AreEqual(TransmitterState.CutForHeat, _bench.Guard.State);
            Assert.IsFalse(_bench.Switch.IsOn);
            _bench.Temperature.CentiCelsius = 6000;
            _bench.Run(15000, FlightState.Disarmed);
            Assert.AreEqual(TransmitterState.Throttled, _bench.Guard.State);
            Assert.AreEqual("21:0:1 21:3:2 7:8000:2 21:1:4 7:9000:3 21:4:4 7:6000:0 21:3:2", _bench.Events());
        }

        [TestMethod]
        public void Heat_InFlight_Throttles_AndCutsOnceDisarmed()
        {
            Begin(true, true, true).Run(5000, FlightState.Armed);
            _bench.Temperature.CentiCelsius = 9500;
            _bench.Run(5000, FlightState.Armed);
            Assert.AreEqual(TransmitterState.Throttled, _bench.Guard.State);
            Assert.AreEqual(25, _bench.Control.PowerMw);
            Assert.IsFalse(_bench.Control.IsMuted);
            _bench.Run(500, FlightState.Disarmed);
            Assert.AreEqual(TransmitterState.CutForHeat, _bench.Guard.State);
        }

        [TestMethod]
        public void Heat_InFlight_Cuts_WhereToldTo()
        {
            _bench = new GuardBench();
            _bench.Options.CutInFlight = true;
            _bench.Build(true, true, true).Run(5000, FlightState.Armed);
            _bench.Temperature.CentiCelsius = 9500;
            _bench.Run(5000, FlightState.Armed);
            Assert.AreEqual(TransmitterState.CutForHeat, _bench.Guard.State);
        }

        [TestMethod]
        public void Heat_InFlight_WithASwitchAlone_KeepsThePicture()
        {
            Begin(true, false, true).Run(5000, FlightState.Armed);
            _bench.Temperature.CentiCelsius = 9500;
            _bench.Run(5000, FlightState.Armed);
            Assert.IsTrue(_bench.Switch.IsOn);
        }

        [TestMethod]
        public void TemperatureSensor_Fails_SaysSo_AndMutesOnTheGround_AndThrottlesInFlight()
        {
            Begin(true, true, true).Run(5000, FlightState.Armed);
            _bench.Events();
            _bench.Temperature.Fault = SensorFault.Open;
            _bench.Run(6000, FlightState.Armed);
            Assert.AreEqual("23:1:4 21:3:6", _bench.Events());
            Assert.AreEqual(25, _bench.Control.PowerMw);
            _bench.Run(1000, FlightState.Disarmed);
            Assert.IsTrue(_bench.Control.IsMuted);
            _bench.Temperature.Fault = SensorFault.None;
            _bench.Run(2000, FlightState.Armed);
            Assert.AreEqual("21:1:6 24:1 21:2:3", Without(_bench.Events(), "21:3:6 "));
        }

        [TestMethod]
        public void SensorFailsWhileHot_StaysCut()
        {
            Begin(true, true, true).Run(5000, FlightState.Disarmed);
            _bench.Temperature.CentiCelsius = 9500;
            _bench.Run(4000, FlightState.Disarmed);
            _bench.Temperature.Fault = SensorFault.Short;
            _bench.Run(60000, FlightState.Disarmed);
            Assert.AreEqual(TransmitterState.CutForHeat, _bench.Guard.State);
        }

        [TestMethod]
        public void DeadMan_SwitchesOff_UntilArmed()
        {
            Begin(true, true, true).Run(599000, FlightState.Disarmed);
            Assert.IsTrue(_bench.Switch.IsOn);
            _bench.Run(2000, FlightState.Disarmed);
            Assert.IsFalse(_bench.Switch.IsOn);
            Assert.AreEqual(SafetyReason.DeadMan, _bench.Guard.Reason);
            _bench.IsHeard = false;
            _bench.Run(60000, FlightState.Disarmed);
            Assert.IsFalse(_bench.Switch.IsOn, "on for silence");
            _bench.IsHeard = true;
            _bench.Run(250, FlightState.Armed);
            Assert.IsTrue(_bench.Switch.IsOn);
            _bench.Run(1000, FlightState.Disarmed);
            Assert.IsTrue(_bench.Switch.IsOn, "still forgotten");
        }

        [TestMethod]
        public void DeadMan_IsOff_HotOrNot()
        {
            Begin(true, true, true).Run(599000, FlightState.Disarmed);
            _bench.Temperature.CentiCelsius = 8500;
            _bench.Run(5000, FlightState.Disarmed);
            Assert.IsFalse(_bench.Switch.IsOn);
            Assert.AreEqual(SafetyReason.DeadMan, _bench.Guard.Reason);

            Begin(true, false, true).Run(640000, FlightState.Unknown);
            Assert.IsFalse(_bench.Switch.IsOn);
            _bench.Temperature.CentiCelsius = 8500;
            _bench.Run(5000, FlightState.Unknown);
            Assert.IsFalse(_bench.Switch.IsOn, "on for being hot");
        }

        [TestMethod]
        public void DeadMan_DoesNotCount_WhileTheAutopilotIsSilent()
        {
            Begin(true, true, true).Run(5000, FlightState.Disarmed);
            _bench.IsHeard = false;
            _bench.Run(1200000, FlightState.Disarmed);
            Assert.IsTrue(_bench.Switch.IsOn, "it may be flying with its wire off");
            Assert.AreEqual(25, _bench.Control.PowerMw);
        }

        [TestMethod]
        public void AutopilotThatIsNotHeard_KeepsItOffForLonger_ThenLow_ThenForgotten()
        {
            Begin(true, true, true).Run(29000, FlightState.Unknown);
            Assert.IsFalse(_bench.Switch.IsOn);
            _bench.Run(2000, FlightState.Unknown);
            Assert.IsTrue(_bench.Switch.IsOn);
            Assert.AreEqual(25, _bench.Control.PowerMw);
            _bench.Run(600000, FlightState.Unknown);
            Assert.IsFalse(_bench.Switch.IsOn);
            _bench.Run(1000, FlightState.Disarmed);
            Assert.IsTrue(_bench.Switch.IsOn, "somebody came");
        }

        [TestMethod]
        public void LoopThatStoodStill_MakesNobodyDeaf_AndNoSensorFail()
        {
            Begin(true, true, true).Run(20000, FlightState.Disarmed);
            _bench.Events();
            for (int gap = 0; gap < 20; gap++)
            {
                _bench.Now += 7000;
                _bench.Control.IsAnswering = false;
                _bench.Temperature.Fault = SensorFault.BusError;
                _bench.Run(500, FlightState.Disarmed);
                _bench.Control.IsAnswering = true;
                _bench.Temperature.Fault = SensorFault.None;
                _bench.Run(2000, FlightState.Disarmed);
            }

            Assert.AreEqual("", _bench.Events());
            Assert.IsTrue(_bench.Switch.IsOn);
        }

        [TestMethod]
        public void SilentTransmitterWithoutASwitch_IsNeverOrderedToMore()
        {
            Begin(false, true, true).Run(10000, FlightState.Disarmed);
            _bench.Temperature.CentiCelsius = 9500;
            _bench.Run(5000, FlightState.Disarmed);
            Assert.IsTrue(_bench.Control.IsMuted);
            _bench.Control.IsAnswering = false;
            _bench.Run(60000, FlightState.Disarmed);
            Assert.IsTrue(_bench.Control.IsMuted, "ordered to transmit");
        }

        [TestMethod]
        public void MuteThatIsNotObeyedOnTheGround_IsMadeGoodByTheSwitch()
        {
            Begin(true, true, true).Run(10000, FlightState.Disarmed);
            _bench.Control.Disobeys = true;
            _bench.Temperature.CentiCelsius = 8500;
            _bench.Run(10000, FlightState.Disarmed);
            Assert.IsFalse(_bench.Switch.IsOn);
            Assert.AreEqual(TransmitterState.Off, _bench.Guard.State);
        }

        [TestMethod]
        public void TransmitterThatStaysLoudOnTheGround_IsMadeGoodByTheSwitch_UntilArmed()
        {
            Begin(true, true, true).Run(5000, FlightState.Armed);
            _bench.Control.Disobeys = true;
            _bench.Run(10000, FlightState.Disarmed);
            Assert.IsFalse(_bench.Switch.IsOn, "at full power on the ground");
            Assert.AreEqual("21:0:1 21:2:3 21:3:2 25:5:3 21:0:2", _bench.Events());
            _bench.Run(250, FlightState.Armed);
            Assert.IsTrue(_bench.Switch.IsOn);
        }

        [TestMethod]
        public void TransmitterThatStaysMutedOnTheGround_IsLeftOn()
        {
            Begin(true, true, true);
            _bench.Control.Disobeys = true;
            _bench.Control.IsMuted = true;
            _bench.Run(20000, FlightState.Disarmed);
            Assert.IsTrue(_bench.Switch.IsOn);
            Assert.AreEqual("21:0:1 21:3:2 25:5:3", _bench.Events());
        }

        [TestMethod]
        public void TransmitterThatCannotMute_IsNotAccusedOfIt()
        {
            _bench = new GuardBench();
            _bench.Options.Ground = GroundPower.Pit;
            _bench.Control.CanMute = false;
            _bench.Control.Disobeys = true;
            _bench.Build(true, true, true).Run(20000, FlightState.Disarmed);
            Assert.IsFalse(_bench.Switch.IsOn);
            Assert.AreEqual("21:0:1 21:1:2 21:0:2", _bench.Events());

            _bench = new GuardBench();
            _bench.Control.CanMute = false;
            _bench.Switch.Set(true);
            _bench.Build(false, true, true).Run(2000, FlightState.Unknown);
            Assert.AreEqual(TransmitterState.Throttled, _bench.Guard.State);
        }

        [TestMethod]
        public void TransmitterThatCannotMute_IsKnownForIt_AfterTheFirstFlight()
        {
            _bench = new GuardBench();
            _bench.Options.Ground = GroundPower.Pit;
            _bench.Control.CanMute = false;
            _bench.Control.Disobeys = false;
            _bench.Build(true, true, true).Run(10000, FlightState.Armed);
            _bench.Events();
            _bench.Run(250, FlightState.Disarmed);
            Assert.IsFalse(_bench.Switch.IsOn, "on while it is learned again");
            Assert.AreEqual("21:0:2", _bench.Events());
        }

        [TestMethod]
        public void TransmitterWithoutASensorOfItsOwn_IsNoFault()
        {
            _bench = new GuardBench();
            _bench.Guard = new TransmitterGuard(
                _bench.Switch, _bench.Control, new TransmitterTemperature(_bench.Control), null, _bench.Probe.Recorder, _bench.Options);
            _bench.Run(30000, FlightState.Armed);
            Assert.AreEqual(600, _bench.Control.PowerMw);
            Assert.AreEqual("21:0:1 21:2:3", _bench.Events());
            _bench.Control.HasTemperature = true;
            _bench.Run(2000, FlightState.Armed);
            _bench.Control.HasTemperature = false;
            _bench.Run(8000, FlightState.Armed);
            Assert.AreEqual("23:1:1 21:3:6", _bench.Events());
        }

        [TestMethod]
        public void DeadMan_NeverInFlight()
        {
            Begin(true, true, true).Run(700000, FlightState.Armed);
            Assert.AreEqual(TransmitterState.On, _bench.Guard.State);
        }

        [TestMethod]
        public void FlightUnknown_TransmitsLow_AndWithoutAnAutopilotFully()
        {
            Begin(true, true, true).Run(1000, FlightState.Armed);
            _bench.Run(4000, FlightState.Unknown);
            Assert.AreEqual(25, _bench.Control.PowerMw);
            _bench = new GuardBench();
            _bench.Options.HasAutopilot = false;
            _bench.Build(true, true, true).Run(4000, FlightState.Unknown);
            Assert.AreEqual(600, _bench.Control.PowerMw);
        }

        [TestMethod]
        public void WeldedSwitch_IsReported_ByCurrent_AndByReadBack()
        {
            Begin(true, false, true);
            _bench.Switch.IsWelded = true;
            _bench.Run(5000, FlightState.Disarmed);
            Assert.AreEqual("21:0:1 25:5:0", _bench.Events());
            Assert.IsFalse(_bench.Guard.IsConfirmed);
            _bench.Switch.IsWelded = false;
            _bench.Run(1000, FlightState.Disarmed);
            Assert.AreEqual("21:0:10", _bench.Events());

            Begin(true, false, false);
            _bench.Switch.HasReadBack = true;
            _bench.Switch.IsWelded = true;
            _bench.Run(5000, FlightState.Disarmed);
            Assert.AreEqual("21:0:1 25:5:0", _bench.Events());
        }

        [TestMethod]
        public void TransmitterThatDisobeys_IsReportedOnce()
        {
            Begin(true, true, true);
            _bench.Control.Disobeys = true;
            _bench.Control.IsMuted = true;
            _bench.Run(60000, FlightState.Armed);
            Assert.AreEqual("21:0:1 21:2:3 25:5:2", _bench.Events());
        }

        [TestMethod]
        public void SilentTransmitter_OnTheGround_IsSwitchedOff_SinceItCannotBeTurnedDown()
        {
            Begin(true, true, true);
            _bench.Control.IsAnswering = false;
            _bench.Run(20000, FlightState.Disarmed);
            Assert.IsFalse(_bench.Switch.IsOn);
            _bench.Run(1000, FlightState.Armed);
            Assert.IsTrue(_bench.Switch.IsOn, "no picture in flight");
        }

        [TestMethod]
        public void NothingTells_IsNotConfirmed_AndNotReported()
        {
            Begin(true, false, false).Run(10000, FlightState.Armed);
            Assert.IsFalse(_bench.Guard.IsConfirmed);
            Assert.AreEqual("21:0:1 21:2:3", _bench.Events());
        }

        [TestMethod]
        public void OwnTemperature_IsNotMissedWhileOff_AndKeepsItSuppliedWhileCut()
        {
            _bench = new GuardBench();
            _bench.Control.HasTemperature = true;
            _bench.Guard = new TransmitterGuard(
                _bench.Switch, _bench.Control, new TransmitterTemperature(_bench.Control), null, _bench.Probe.Recorder, _bench.Options);
            _bench.Options.Ground = GroundPower.Off;
            _bench.Control.IsAnswering = false;
            _bench.Run(30000, FlightState.Disarmed);
            Assert.AreEqual("21:0:1", _bench.Events());
            _bench.Control.IsAnswering = true;
            _bench.Control.CentiCelsius = 9500;
            _bench.Run(5000, FlightState.Armed);
            _bench.Run(1000, FlightState.Disarmed);
            Assert.AreEqual(TransmitterState.CutForHeat, _bench.Guard.State);
            Assert.IsTrue(_bench.Switch.IsOn && _bench.Control.IsMuted, "cannot tell when it is cool");
            _bench.Control.CentiCelsius = 5000;
            _bench.Run(15000, FlightState.Disarmed);
            Assert.AreEqual(TransmitterState.Off, _bench.Guard.State);
            Assert.IsFalse(_bench.Switch.IsOn);
        }

        [TestMethod]
        public void Advice_IsGivenOnce_WhenItFirstTransmits()
        {
            Begin(true, true, true).Run(5000, FlightState.Disarmed);
            _bench.Run(1000, FlightState.Armed);
            _bench.Probe.Read();
            Assert.AreEqual(1, _bench.Probe.CountOf(RecordKind.Text));
            Assert.AreEqual(
                "5:Keep 25 cm from the transmitting antenna: 951 mW EIRP reach 10 W/m2 at 18 cm in the worst reflection",
                _bench.Probe.GetText(_bench.Probe.Find(RecordKind.Text, 0)));
        }

        private static GuardBench Begin(bool hasSwitch, bool hasControl, bool hasSensors)
        {
            return _bench = new GuardBench().Build(hasSwitch, hasControl, hasSensors);
        }

        private static string Without(string text, string part)
        {
            int at = text.IndexOf(part);
            return at < 0 ? text : text.Substring(0, at) + text.Substring(at + part.Length);
        }
    }
}

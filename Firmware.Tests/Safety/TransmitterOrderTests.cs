using DroneLink.Firmware.Safety;
using DroneLink.Firmware.Telemetry;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Safety
{
    /// <summary>What a command may change of a transmitter while it runs.</summary>
    [TestClass]
    public class TransmitterOrderTests
    {
        private static GuardBench _bench;

        [TestMethod]
        public void Power_IsChangedAtOnce_AndStays()
        {
            Begin().Run(4000, FlightState.Armed);
            Assert.AreEqual(600, _bench.Control.PowerMw);
            _bench.Events();
            _bench.Guard.SetPower(200);
            _bench.Run(500, FlightState.Armed);
            Assert.AreEqual(200, _bench.Control.PowerMw);
            Assert.AreEqual("21:2:3", _bench.Events());
            _bench.Run(1000, FlightState.Disarmed).Run(1000, FlightState.Armed);
            Assert.AreEqual(200, _bench.Control.PowerMw);
            Assert.AreEqual(200, _bench.Guard.PowerMw);
        }

        [TestMethod]
        public void Power_BelowLowPower_LowersThatToo()
        {
            Begin().Run(4000, FlightState.Disarmed);
            _bench.Guard.SetPower(10);
            _bench.Run(500, FlightState.Disarmed);
            Assert.AreEqual(10, _bench.Control.PowerMw);
        }

        [TestMethod]
        public void Pit_HoldsOnTheGround_UntilLetGo()
        {
            Begin().Run(4000, FlightState.Disarmed);
            _bench.Events();
            _bench.Guard.SetPit(true);
            _bench.Run(1000, FlightState.Disarmed);
            Assert.AreEqual(TransmitterState.Pit, _bench.Guard.State);
            Assert.IsTrue(_bench.Control.IsMuted);
            _bench.Guard.SetPit(false);
            _bench.Run(1000, FlightState.Disarmed);
            Assert.AreEqual(TransmitterState.Throttled, _bench.Guard.State);
            Assert.AreEqual("21:1:11 21:3:2", _bench.Events());
        }

        [TestMethod]
        public void Pit_EndsWhenTheDroneIsArmed_OrUnheard()
        {
            Begin().Run(4000, FlightState.Disarmed);
            _bench.Guard.SetPit(true);
            _bench.Run(1000, FlightState.Disarmed).Run(1000, FlightState.Armed);
            Assert.AreEqual(TransmitterState.On, _bench.Guard.State);
            _bench.Run(1000, FlightState.Disarmed);
            Assert.AreEqual(TransmitterState.Throttled, _bench.Guard.State, "held again after the flight");
            _bench.Guard.SetPit(true);
            _bench.Run(1000, FlightState.Unknown);
            Assert.AreEqual(TransmitterState.Throttled, _bench.Guard.State, "held while it may fly");
        }

        [TestMethod]
        public void Pit_WithoutAnAutopilot_HoldsToo()
        {
            _bench = new GuardBench();
            _bench.Options.HasAutopilot = false;
            _bench.Build(true, true, true).Run(4000, FlightState.Unknown);
            _bench.Guard.SetPit(true);
            _bench.Run(1000, FlightState.Unknown);
            Assert.AreEqual(TransmitterState.Pit, _bench.Guard.State);
        }

        [TestMethod]
        public void Pit_IsNotMoreThanOff()
        {
            _bench = new GuardBench();
            _bench.Options.Ground = GroundPower.Off;
            _bench.Build(true, true, true).Run(4000, FlightState.Disarmed);
            _bench.Guard.SetPit(true);
            _bench.Run(1000, FlightState.Disarmed);
            Assert.AreEqual(TransmitterState.Off, _bench.Guard.State);
        }

        [TestMethod]
        public void Frequency_IsOrdered()
        {
            Begin().Run(4000, FlightState.Disarmed);
            _bench.Guard.SetFrequency(5732);
            _bench.Run(500, FlightState.Disarmed);
            Assert.AreEqual(5732, _bench.Guard.FrequencyMhz);
        }

        [TestMethod]
        public void WithoutAWire_NothingIsOrdered()
        {
            _bench = new GuardBench().Build(true, false, true).Run(4000, FlightState.Armed);
            _bench.Events();
            _bench.Guard.SetPower(100);
            _bench.Guard.SetFrequency(5732);
            _bench.Run(1000, FlightState.Armed);
            Assert.IsFalse(_bench.Guard.TakesOrders);
            Assert.AreEqual(600, _bench.Guard.PowerMw);
            Assert.AreEqual(0, _bench.Guard.FrequencyMhz);
            Assert.AreEqual("", _bench.Events());
        }

        private static GuardBench Begin()
        {
            _bench = new GuardBench().Build(true, true, true);
            return _bench;
        }
    }
}

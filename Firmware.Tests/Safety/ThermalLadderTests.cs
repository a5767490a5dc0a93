using System;
using DroneLink.Firmware.Safety;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Safety
{
    [TestClass]
    public class ThermalLadderTests
    {
        private static ThermalLadder _ladder;
        private static long _now;

        [TestMethod]
        public void Up_TakesThreeReadingsInARow()
        {
            Begin();
            Take(7000, 2);
            Take(6999, 1);
            Take(7000, 2);
            Assert.AreEqual((int)ThermalLevel.Normal, (int)_ladder.Level);
            Take(7000, 1);
            Assert.AreEqual((int)ThermalLevel.Warn, (int)_ladder.Level);
        }

        [TestMethod]
        public void Up_SkipsRungs_ToWhatAllThreeReached()
        {
            Begin();
            Take(9500, 2);
            Take(8000, 1);
            Assert.AreEqual((int)ThermalLevel.Throttle, (int)_ladder.Level);
            Take(9000, 3);
            Assert.AreEqual((int)ThermalLevel.Cut, (int)_ladder.Level);
        }

        [TestMethod]
        public void Down_WaitsForTheHold_AndForTheLowerMark()
        {
            Begin();
            Take(9000, 3);
            Take(7000, 9);
            Assert.AreEqual((int)ThermalLevel.Cut, (int)_ladder.Level, "before 10 s are over");
            Take(7000, 1);
            Assert.AreEqual((int)ThermalLevel.Warn, (int)_ladder.Level);
            Take(6701, 20);
            Assert.AreEqual((int)ThermalLevel.Warn, (int)_ladder.Level, "above the warning's end");
            Take(6700, 3);
            Assert.AreEqual((int)ThermalLevel.Normal, (int)_ladder.Level);
        }

        [TestMethod]
        public void Down_BetweenTheMarks_StaysUp()
        {
            Begin();
            Take(8000, 3);
            Take(7001, 100);
            Assert.AreEqual((int)ThermalLevel.Throttle, (int)_ladder.Level);
        }

        [TestMethod]
        public void Noise_AroundAMark_DoesNotFlap()
        {
            Begin();
            Take(8000, 3);
            int changes = 0;
            for (int i = 0; i < 200; i++)
            {
                changes += _ladder.Take(i % 2 == 0 ? 8100 : 7900, _now += 1000) ? 1 : 0;
            }

            Assert.AreEqual(0, changes);
        }

        [TestMethod]
        public void Options_OutOfOrder_AreRefused()
        {
            Assert.ThrowsException(typeof(ArgumentException), () => new ThermalLadder(new ThermalOptions { WarnCentiCelsius = 8000 }));
            Assert.ThrowsException(typeof(ArgumentException), () => new ThermalLadder(new ThermalOptions { CutCentiCelsius = 8000 }));
            Assert.ThrowsException(typeof(ArgumentException), () => new ThermalLadder(new ThermalOptions { ResumeCentiCelsius = 8000 }));
            Assert.ThrowsException(typeof(ArgumentException), () => new ThermalLadder(new ThermalOptions { Confirmations = 0 }));
            Assert.ThrowsException(typeof(ArgumentException), () => new ThermalLadder(new ThermalOptions { HoldMs = -1 }));
        }

        private static void Begin()
        {
            _ladder = new ThermalLadder(new ThermalOptions());
            _now = 0;
        }

        private static void Take(int centiCelsius, int times)
        {
            for (int i = 0; i < times; i++)
            {
                _ladder.Take(centiCelsius, _now += 1000);
            }
        }
    }
}

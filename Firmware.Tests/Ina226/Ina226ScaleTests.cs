using DroneLink.Drivers.Ina226;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Sensors
{
    [TestClass]
    public class Ina226ScaleTests
    {
        [TestMethod]
        public void Calibration_OfKnownShunts_IsTheDataSheets()
        {
            Assert.AreEqual(2048, Ina226Scale.GetCalibration(25, 100000));
            Assert.AreEqual(2560, Ina226Scale.GetCalibration(1000, 2000));
        }

        [TestMethod]
        public void CurrentLsb_IsTheFinestThatReachesTheCurrent()
        {
            // 0.8192 A over 32768 steps is 25 uA; a mA more needs more.
            Assert.AreEqual(25, Ina226Scale.GetCurrentLsbUa(100000, 819));
            Assert.AreEqual(26, Ina226Scale.GetCurrentLsbUa(100000, 820));
            Assert.AreEqual(611, Ina226Scale.GetCurrentLsbUa(2000, 20000));
        }

        [TestMethod]
        public void CurrentLsb_OfASmallCurrent_KeepsCalibrationWithinFifteenBits()
        {
            for (int shunt = 100; shunt <= 10000000; shunt *= 10)
            {
                int lsb = Ina226Scale.GetCurrentLsbUa(shunt, 1);
                int calibration = Ina226Scale.GetCalibration(lsb, shunt);

                Assert.IsTrue(calibration > 0 && calibration <= Ina226Scale.MaxCalibration, "shunt " + shunt);
            }
        }

        [TestMethod]
        public void Current_IsWorkedOutFromTheCalibrationThatIsWritten()
        {
            Assert.AreEqual(0, Ina226Scale.ToCurrentMa(0, 2048, 100000));
            Assert.AreEqual(1, Ina226Scale.ToCurrentMa(40, 2048, 100000));
            Assert.AreEqual(-1, Ina226Scale.ToCurrentMa(-40, 2048, 100000));
            Assert.AreEqual(819, Ina226Scale.ToCurrentMa(32767, 2048, 100000));
            Assert.AreEqual(-819, Ina226Scale.ToCurrentMa(-32768, 2048, 100000));

            // 5.12e9 / (300 * 33) is 517171.7: cut, and the cut is taken in.
            Assert.AreEqual(10000, Ina226Scale.ToCurrentMa(10000, 2560, 2000));
            Assert.AreEqual(10004, Ina226Scale.ToCurrentMa(10000, 2559, 2000));
        }

        [TestMethod]
        public void Current_AtTheGreatestValues_DoesNotOverflow()
        {
            Assert.AreEqual(819175, Ina226Scale.ToCurrentMa(32767, 2048, 100));
            Assert.AreEqual(1, Ina226Scale.ToCurrentMa(32767, 32767, 10000000));
            Assert.AreEqual(-819200, Ina226Scale.ToCurrentMa(-32768, 2048, 100));
        }

        [TestMethod]
        public void Voltage_IsRounded()
        {
            Assert.AreEqual(0, Ina226Scale.ToVoltageMv(0));
            Assert.AreEqual(1, Ina226Scale.ToVoltageMv(1));
            Assert.AreEqual(3, Ina226Scale.ToVoltageMv(2));
            Assert.AreEqual(12000, Ina226Scale.ToVoltageMv(9600));
            Assert.AreEqual(36000, Ina226Scale.ToVoltageMv(28800));
        }

        [TestMethod]
        public void CurrentLimit_IsWhereTheShuntRegisterEnds()
        {
            Assert.AreEqual(32767, Ina226Scale.GetCurrentLimit(2048));
            Assert.AreEqual(32751, Ina226Scale.GetCurrentLimit(2047));
            Assert.AreEqual(32767, Ina226Scale.GetCurrentLimit(32767));
        }
    }
}

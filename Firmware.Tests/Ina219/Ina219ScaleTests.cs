using DroneLink.Drivers.Ina219;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Sensors
{
    [TestClass]
    public class Ina219ScaleTests
    {
        [TestMethod]
        public void Calibration_OfAKnownShunt_IsTheDataSheets()
        {
            Assert.AreEqual(4096, Ina219Scale.GetCalibration(100, 100000));
        }

        [TestMethod]
        public void Calibration_IsEven()
        {
            // 4.096e10 / 9.8e6 is 4179.6.
            Assert.AreEqual(4178, Ina219Scale.GetCalibration(98, 100000));
        }

        [TestMethod]
        public void Range_IsTheSmallestThatHoldsTheDrop()
        {
            Assert.AreEqual(0, Ina219Scale.GetRange(100000, 400));
            Assert.AreEqual(1, Ina219Scale.GetRange(100000, 401));
            Assert.AreEqual(1, Ina219Scale.GetRange(100000, 800));
            Assert.AreEqual(2, Ina219Scale.GetRange(100000, 801));
            Assert.AreEqual(2, Ina219Scale.GetRange(100000, 1600));
            Assert.AreEqual(3, Ina219Scale.GetRange(100000, 1601));
            Assert.AreEqual(3, Ina219Scale.GetRange(100000, 3200));
        }

        [TestMethod]
        public void CurrentLsb_OfASmallCurrent_KeepsCalibrationWithinFifteenBits()
        {
            for (int shunt = 100; shunt <= 10000000; shunt *= 10)
            {
                int calibration = Ina219Scale.GetCalibration(Ina219Scale.GetCurrentLsbUa(shunt, 1), shunt);

                Assert.IsTrue(calibration > 0 && calibration <= Ina219Scale.MaxCalibration, "shunt " + shunt);
            }
        }

        [TestMethod]
        public void Current_IsWorkedOutFromTheCalibrationThatIsWritten()
        {
            Assert.AreEqual(1000, Ina219Scale.ToCurrentMa(10000, 4096, 100000));
            Assert.AreEqual(-1000, Ina219Scale.ToCurrentMa(-10000, 4096, 100000));
            Assert.AreEqual(1000, Ina219Scale.ToCurrentMa(10200, 4178, 100000));
            Assert.AreEqual(0, Ina219Scale.ToCurrentMa(4, 4096, 100000));
            Assert.AreEqual(1, Ina219Scale.ToCurrentMa(5, 4096, 100000));
        }

        [TestMethod]
        public void Voltage_IsInTheUpperThirteenBits()
        {
            Assert.AreEqual(0, Ina219Scale.ToVoltageMv(0x0003));
            Assert.AreEqual(4, Ina219Scale.ToVoltageMv(0x000A));
            Assert.AreEqual(12000, Ina219Scale.ToVoltageMv((3000 << 3) | 2));
            Assert.AreEqual(32000, Ina219Scale.ToVoltageMv((8000 << 3) | 3));
        }

        [TestMethod]
        public void CurrentLimit_IsWhereTheRangeEnds()
        {
            Assert.AreEqual(4000, Ina219Scale.GetCurrentLimit(4096, 0));
            Assert.AreEqual(32000, Ina219Scale.GetCurrentLimit(4096, 3));
            Assert.AreEqual(32640, Ina219Scale.GetCurrentLimit(4178, 3));
            Assert.AreEqual(32767, Ina219Scale.GetCurrentLimit(32766, 3));
        }
    }
}

using System;
using DroneLink.Drivers.NtcThermistor;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Sensors
{
    [TestClass]
    public class NtcFormulaTests
    {
        [TestMethod]
        public void Beta_OfATenK_GivesKnownTemperatures()
        {
            Assert.AreEqual(2500, Centi(NtcFormula.FromBeta(10000, 10000, 3950)));
            Assert.AreEqual(5000, Centi(NtcFormula.FromBeta(3588, 10000, 3950)));
            Assert.AreEqual(8772, Centi(NtcFormula.FromBeta(1000, 10000, 3950)));
            Assert.AreEqual(294, Centi(NtcFormula.FromBeta(28824, 10000, 3950)));
        }

        [TestMethod]
        public void SteinhartHart_OfACommonTenK_GivesItsTable()
        {
            // Coefficients of a 10k with 32.65k at 0 °C.
            Assert.AreEqual(2500, Centi(NtcFormula.FromSteinhartHart(10000, 1.129148e-3, 2.34125e-4, 8.76741e-8)));
            Assert.AreEqual(0, Centi(NtcFormula.FromSteinhartHart(32650, 1.129148e-3, 2.34125e-4, 8.76741e-8)));
        }

        [TestMethod]
        public void Ohm_FollowsTheDivider()
        {
            Assert.AreEqual(10000, (int)Math.Round(NtcFormula.ToOhm(1650, 3300, 10000, false)));
            Assert.AreEqual(10000, (int)Math.Round(NtcFormula.ToOhm(1650, 3300, 10000, true)));
            Assert.AreEqual(5000, (int)Math.Round(NtcFormula.ToOhm(1100, 3300, 10000, false)));
            Assert.AreEqual(20000, (int)Math.Round(NtcFormula.ToOhm(1100, 3300, 10000, true)));
        }

        /// <summary>ESP-IDF's own figures for a chip of 1100 mV: on its line, and at points of its table above.</summary>
        [TestMethod]
        public void PinMv_IsWhatEspIdfHas()
        {
            AssertPin(142, 0);
            AssertPin(967, 1024);
            AssertPin(1792, 2048);
            AssertPin(2454, 2880);
            AssertPin(2635, 3136);
            AssertPin(2796, 3392);
            AssertPin(2932, 3648);
            AssertPin(3052, 3904);
            AssertPin(3107, 4032);
            AssertPin(3134, 4095);
        }

        [TestMethod]
        public void PinMv_OfAnAdcThatIsStraight_IsItsLine()
        {
            Assert.AreEqual(0, (int)Math.Round(NtcFormula.ToPinMv(0, 0, 3300, true)));
            Assert.AreEqual(3300, (int)Math.Round(NtcFormula.ToPinMv(4095, 0, 3300, true)));
            Assert.AreEqual(3442, (int)Math.Round(NtcFormula.ToPinMv(4095, 142, 3300, true)));
            Assert.AreEqual(2842, (int)Math.Round(NtcFormula.ToPinMv(4095, 142, 2700, false))); // too low a reference to bend
        }

        /// <summary>A count that is higher is never a lower voltage, whatever is configured.</summary>
        [TestMethod]
        public void PinMv_Rises()
        {
            for (int spanMv = 2700; spanMv <= 3700; spanMv += 100)
            {
                double before = -1;
                for (int count = 0; count <= 4095; count += 13)
                {
                    double millivolts = NtcFormula.ToPinMv(count, 142, spanMv, false);
                    Assert.IsTrue(millivolts > before, "span " + spanMv.ToString() + " count " + count.ToString());
                    before = millivolts;
                }
            }
        }

        private static void AssertPin(int expected, int count)
        {
            double difference = NtcFormula.ToPinMv(count, 142, 3300, false) - expected;
            Assert.IsTrue(difference > -9 && difference < 9, "at " + count.ToString());
        }

        private static int Centi(double celsius)
        {
            return (int)Math.Round(celsius * 100);
        }
    }
}

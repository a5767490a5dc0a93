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

        private static int Centi(double celsius)
        {
            return (int)Math.Round(celsius * 100);
        }
    }
}

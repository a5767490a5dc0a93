using System;
using DroneLink.Firmware.Safety;
using DroneLink.Firmware.VideoLink;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.VideoLink
{
    [TestClass]
    public class LinkBudgetTests
    {
        [TestMethod]
        public void FreeSpaceLoss_IsTheTables()
        {
            Near(4770, LinkBudget.FreeSpaceLossCentiDb(1000, 5800), 5);
            Near(6770, LinkBudget.FreeSpaceLossCentiDb(10000, 5800), 5);
            Near(8770, LinkBudget.FreeSpaceLossCentiDb(100000, 5800), 5);
            Near(10770, LinkBudget.FreeSpaceLossCentiDb(1000000, 5800), 5);
            Near(12170, LinkBudget.FreeSpaceLossCentiDb(5000000, 5800), 5);
        }

        [TestMethod]
        public void FreeSpaceLoss_OfTheDouble_Is6DbMore()
        {
            int near = LinkBudget.FreeSpaceLossCentiDb(1000000, 5658);
            Near(near + 602, LinkBudget.FreeSpaceLossCentiDb(2000000, 5658), 1);
        }

        [TestMethod]
        public void Power_BecomesDbm()
        {
            Assert.AreEqual(0, LinkBudget.ToCentiDbm(1));
            Assert.AreEqual(2778, LinkBudget.ToCentiDbm(600));
            Assert.AreEqual(1398, LinkBudget.ToCentiDbm(25));
        }

        [TestMethod]
        public void Eirp_IsPowerTimesGain()
        {
            Assert.AreEqual(600, LinkBudget.EirpMilliwatt(600, 0));
            Near(951, LinkBudget.EirpMilliwatt(600, 200), 1);
            Near(1898, LinkBudget.EirpMilliwatt(600, 500), 1);
            Assert.AreEqual(0, LinkBudget.EirpMilliwatt(0, 500));
            Near(301, LinkBudget.EirpMilliwatt(600, -300), 1);
        }

        [TestMethod]
        public void KeepOut_IsTheTables()
        {
            // Power in mW at gains of 0 2 5 8 and 14 dBi; distances in mm. Rounded up, and the table to the millimetre.
            int[] gains = { 0, 200, 500, 800, 1400 };
            int[] free = { 69, 87, 123, 174, 346 };
            int[] typical = { 111, 139, 197, 278, 554 };
            int[] worst = { 138, 174, 246, 347, 693 };
            int[] local = { 35, 43, 61, 87, 173 };
            for (int index = 0; index < gains.Length; index++)
            {
                int eirp = LinkBudget.EirpMilliwatt(600, gains[index]);
                Near(free[index], KeepOut.DistanceMm(eirp, KeepOut.FreeSpace), 1);
                Near(typical[index], KeepOut.DistanceMm(eirp, KeepOut.TypicalGround), 1);
                Near(worst[index], KeepOut.DistanceMm(eirp, KeepOut.WorstGround), 1);
                Near(local[index], KeepOut.DistanceMm(eirp, KeepOut.FreeSpace, 40000), 1);
            }
        }

        [TestMethod]
        public void KeepOut_IsNeverTooShort()
        {
            // At the distance told the power density is at the limit or below: 4 pi r2 S >= EIRP.
            for (int eirp = 1; eirp < 20000; eirp += 333)
            {
                double metres = KeepOut.DistanceMm(eirp, KeepOut.WorstGround) / 1000.0;
                Assert.IsTrue(4 * 3.14159265 * metres * metres * 10 >= eirp / 1000.0 * 4 * 0.999999, "too short at " + eirp);
            }
        }

        [TestMethod]
        public void KeepOut_OfNothing_IsNothing()
        {
            Assert.AreEqual(0, KeepOut.DistanceMm(0, KeepOut.WorstGround));
            Assert.AreEqual(0, KeepOut.DistanceMm(-1, KeepOut.WorstGround));
        }

        [TestMethod]
        public void KeepOut_RefusesNonsense()
        {
            Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => KeepOut.DistanceMm(600, 99));
            Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => KeepOut.DistanceMm(600, 100, 0));
        }

        private static void Near(int expected, int actual, int within)
        {
            Assert.IsTrue(actual >= expected - within && actual <= expected + within, "expected " + expected + " got " + actual);
        }
    }
}

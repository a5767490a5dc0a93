using DroneLink.Firmware.Safety;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Safety
{
    [TestClass]
    public class KeepOutAdviceTests
    {
        [TestMethod]
        public void Distance_IsAsTheFormulaGives()
        {
            Check(0, 600, 138);
            Check(200, 951, 174);
            Check(500, 1897, 246);
            Check(800, 3786, 347);
            Check(1400, 15071, 693);
        }

        [TestMethod]
        public void Advice_IsNeverLessThan25Centimetres()
        {
            Assert.StartsWith("Keep 25 cm ", KeepOutAdvice.Text(25, 0));
            Assert.StartsWith("Keep 70 cm ", KeepOutAdvice.Text(600, 1400));
        }

        // 600 mW: EIRP and the distance at 10 W/m2 in the worst reflection.
        private static void Check(int centiDbi, int eirpMw, int millimetres)
        {
            Assert.AreEqual(eirpMw, KeepOutAdvice.EirpMw(600, centiDbi));
            Assert.AreEqual(millimetres, KeepOutAdvice.DistanceMm(600, centiDbi));
        }
    }
}

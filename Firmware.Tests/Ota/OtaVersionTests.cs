using DroneLink.Firmware.Ota;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Ota
{
    [TestClass]
    public class OtaVersionTests
    {
        [TestMethod]
        public void TryParse_TakesThreeParts()
        {
            Assert.AreEqual(0, OtaVersion.TryParse("0.0.0"));
            Assert.AreEqual(0x000100, OtaVersion.TryParse("0.1.0"));
            Assert.AreEqual(0x0102FF, OtaVersion.TryParse("1.2.255"));
            Assert.AreEqual(0xFFFFFF, OtaVersion.TryParse("255.255.255"));
            Assert.AreEqual("1.2.255", OtaVersion.Format(0x0102FF));
        }

        [TestMethod]
        public void TryParse_RefusesAllElse()
        {
            string[] wrong =
            {
                null, "", ".", "..", "1", "1.2", "1.2.", ".1.2", "1..2", "1.2.3.4", "1.2.256", "1.2.1000", "01.2.3", "1.2.-3", "1.2.3-a", " 1.2.3", "1.2.3 ",
            };
            for (int i = 0; i < wrong.Length; i++)
            {
                Assert.AreEqual(-1, OtaVersion.TryParse(wrong[i]), wrong[i]);
            }
        }
    }
}

using DroneLink.Firmware.Safety;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Safety
{
    [TestClass]
    public class KeepOutTests
    {
        [TestMethod]
        public void Advice_IsNeverLessThan25Centimetres()
        {
            Assert.StartsWith("Keep 25 cm ", KeepOut.Advice(25, 0));
            Assert.StartsWith("Keep 70 cm ", KeepOut.Advice(600, 1400));
        }
    }
}

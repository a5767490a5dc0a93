using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests
{
    [TestClass]
    public class HouseTests
    {
        private static int _x;

        [TestMethod]
        public void Placeholder()
        {
            _x = 1;
            Assert.AreEqual(1, _x);
        }
    }
}

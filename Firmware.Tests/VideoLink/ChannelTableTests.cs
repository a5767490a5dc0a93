using DroneLink.Firmware.VideoLink;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.VideoLink
{
    [TestClass]
    public class ChannelTableTests
    {
        [TestMethod]
        public void ScanList_HasEachFrequencyOfFiveBandsOnce()
        {
            int[] list = ChannelTable.ScanList();

            Assert.AreEqual(39, list.Length);
            Assert.AreEqual(5645, list[0]);
            Assert.AreEqual(5945, list[38]);
            int sum = 0;
            for (int index = 0; index < list.Length; index++)
            {
                Assert.IsTrue(index == 0 || list[index] > list[index - 1], "not ascending");
                sum += list[index];
            }

            // The bands' sums, less 5880 that F8 and R7 share: one wrong digit anywhere shows here.
            Assert.AreEqual(46360 + 46396 + 46360 + 46480 + 46300 - 5880, sum);
        }
    }
}

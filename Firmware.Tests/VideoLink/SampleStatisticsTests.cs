using DroneLink.Firmware.VideoLink;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.VideoLink
{
    [TestClass]
    public class SampleStatisticsTests
    {
        [TestMethod]
        public void NoSample_IsZero()
        {
            var statistics = new SampleStatistics();

            Assert.AreEqual(0, statistics.Count);
            Assert.AreEqual(0, statistics.Mean);
            Assert.AreEqual(0, statistics.StandardDeviation);
        }

        [TestMethod]
        public void KnownSamples_GiveKnownFigures()
        {
            SampleStatistics statistics = Of(new int[] { 2, 4, 4, 4, 5, 5, 7, 9 });

            Assert.AreEqual(8, statistics.Count);
            Assert.AreEqual(2, statistics.Min);
            Assert.AreEqual(9, statistics.Max);
            Assert.AreEqual(5, statistics.Mean);
            Assert.AreEqual(2, statistics.StandardDeviation);
        }

        [TestMethod]
        public void Mean_IsRoundedHalfAwayFromZero()
        {
            Assert.AreEqual(-7001, Of(new int[] { -7000, -7001 }).Mean);
            Assert.AreEqual(7001, Of(new int[] { 7000, 7001 }).Mean);
            Assert.AreEqual(-7000, Of(new int[] { -7000, -7000, -7001 }).Mean);
        }

        [TestMethod]
        public void SmallSpreadOnALargeValue_IsExact()
        {
            Assert.AreEqual(1, Of(new int[] { -8999, -9001, -8999, -9001 }).StandardDeviation);
            Assert.AreEqual(0, Of(new int[] { -9000, -9000, -9000 }).StandardDeviation);
        }

        [TestMethod]
        public void Clear_ForgetsTheExtremes()
        {
            SampleStatistics statistics = Of(new int[] { -9000, -3000 });
            statistics.Clear();
            statistics.Add(-5000);

            Assert.AreEqual(-5000, statistics.Min);
            Assert.AreEqual(-5000, statistics.Max);
            Assert.AreEqual(-5000, statistics.Mean);
            Assert.AreEqual(0, statistics.StandardDeviation);
        }

        private static SampleStatistics Of(int[] samples)
        {
            var statistics = new SampleStatistics();
            for (int index = 0; index < samples.Length; index++)
            {
                statistics.Add(samples[index]);
            }

            return statistics;
        }
    }
}

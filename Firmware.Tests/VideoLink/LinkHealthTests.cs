using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.VideoLink;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.VideoLink
{
    [TestClass]
    public class LinkHealthTests
    {
        [TestMethod]
        public void ReadmesExamples_AreRight()
        {
            // 600 mW and 2 + 2 dBi in free space at 100 m 500 m 1 km and 1.6 km; 3 dB of fading.
            Assert.AreEqual(100, Score(-5590, -5890, 1000, 0));
            Assert.AreEqual(77, Score(-6990, -7290, 1000, 0));
            Assert.AreEqual(59, Score(-7590, -7890, 1000, 0));
            Assert.AreEqual(44, Score(-8000, -8300, 1000, 0));
            Assert.AreEqual(14, Score(-8200, -8600, 900, 100));
        }

        [TestMethod]
        public void FullMargin_IsFull()
        {
            Assert.AreEqual(100, Score(-6000, -6000, 1000, 0));
            Assert.AreEqual(100, Score(-2000, -2000, 1000, 0));
        }

        [TestMethod]
        public void NoSignal_IsZero()
        {
            Assert.AreEqual(0, Score(-9000, -9000, 0, 60000));
            Assert.AreEqual(0, Score(-6000, -6000, 500, 0), "half of the picture gone");
            Assert.AreEqual(0, Score(-6000, -6000, 999, 3000), "gone for 3 s");
        }

        [TestMethod]
        public void MeasuredFloor_TakesTheNominalOnesPlace()
        {
            TelemetryRecord record = Record(-7000, -7000, 1000, 0);
            Assert.AreEqual(80, LinkHealth.Score(record));
            record.Set(VideoLinkField.NoiseFloor, -8000);
            Assert.AreEqual(50, LinkHealth.Score(record));
            record.Set(VideoLinkField.NoiseFloor, -9000);
            Assert.AreEqual(80, LinkHealth.Score(record));
        }

        [TestMethod]
        public void ShorterOfAvailabilityAndFade_CountsOnce()
        {
            Assert.AreEqual(60, Score(-6000, -6000, 950, 50));
            Assert.AreEqual(60, Score(-6000, -6000, 1000, 200));
            Assert.AreEqual(60, Score(-6000, -6000, 950, 200));
        }

        [TestMethod]
        public void Interference_CutsToAFifth()
        {
            TelemetryRecord record = Record(-6000, -6000, 1000, 0);
            record.Set(VideoLinkField.Interference, 100);
            Assert.AreEqual(20, LinkHealth.Score(record));
            record.Set(VideoLinkField.Interference, 50);
            Assert.AreEqual(60, LinkHealth.Score(record));
        }

        [TestMethod]
        public void UnknownFields_DoNotCount()
        {
            TelemetryRecord record = new TelemetryRecord().Start(RecordKind.VideoLink);
            Assert.AreEqual(LinkHealth.Unknown, LinkHealth.Score(record));
            record.Set(VideoLinkField.RssiMean, -7000);
            Assert.AreEqual(80, LinkHealth.Score(record));
        }

        [TestMethod]
        public void FlagsThatSpoil_LeaveNoHealth()
        {
            TelemetryRecord record = Record(-6000, -6000, 1000, 0);
            for (int flag = 1; flag <= 128; flag <<= 1)
            {
                record.Set(VideoLinkField.Flags, flag);
                bool spoils = flag == VideoLinkFlag.Saturated || flag == VideoLinkFlag.TuneFailed
                    || flag == VideoLinkFlag.NotInSpiMode || flag == VideoLinkFlag.Stale;
                Assert.AreEqual(spoils ? LinkHealth.Unknown : 100, LinkHealth.Score(record), "flag " + flag);
            }
        }

        private static int Score(int mean, int min, int availability, int longestFade)
        {
            return LinkHealth.Score(Record(mean, min, availability, longestFade));
        }

        private static TelemetryRecord Record(int mean, int min, int availability, int longestFade)
        {
            TelemetryRecord record = new TelemetryRecord().Start(RecordKind.VideoLink);
            record.Set(VideoLinkField.RssiMean, mean);
            record.Set(VideoLinkField.RssiMin, min);
            record.Set(VideoLinkField.Availability, availability);
            record.Set(VideoLinkField.LongestFade, longestFade);
            return record;
        }
    }
}

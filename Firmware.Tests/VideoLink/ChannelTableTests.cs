using System;
using DroneLink.Firmware.VideoLink;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.VideoLink
{
    [TestClass]
    public class ChannelTableTests
    {
        [TestMethod]
        public void Labels_AndFrequencies_AreOfTheSameChannel()
        {
            Assert.AreEqual(5865, Of("A1"));
            Assert.AreEqual(5725, Of("A8"));
            Assert.AreEqual(5866, Of("B8"));
            Assert.AreEqual(5645, Of("E4"));
            Assert.AreEqual(5945, Of("E8"));
            Assert.AreEqual(5740, Of("F1"));
            Assert.AreEqual(5732, Of("R3"));
            Assert.AreEqual(5917, Of("R8"));
            Assert.AreEqual(5362, Of("D1"));
            Assert.AreEqual(5621, Of("D8"));
            Assert.AreEqual(5333, Of("L1"));
            Assert.AreEqual(5613, Of("L8"));
            for (int index = 0; index < ChannelTable.Channels; index++)
            {
                Assert.AreEqual(index, ChannelTable.IndexOf(ChannelTable.Label(index)));
            }
        }

        [TestMethod]
        public void Bands_HaveTheirSums()
        {
            // One wrong digit anywhere in a band shows here.
            int[] sums = { 46360, 46396, 46360, 46480, 46300, 43932, 43784 };
            for (int band = 0; band < ChannelTable.Bands; band++)
            {
                int sum = 0;
                for (int channel = 0; channel < ChannelTable.ChannelsPerBand; channel++)
                {
                    sum += ChannelTable.FrequencyMhz((band * ChannelTable.ChannelsPerBand) + channel);
                }

                Assert.AreEqual(sums[band], sum, "band " + band);
            }
        }

        [TestMethod]
        public void FrequencyOfTwoChannels_IsTheFirst()
        {
            Assert.AreEqual("F8", ChannelTable.Label(ChannelTable.IndexOf(5880)));
            Assert.AreEqual(ChannelTable.None, ChannelTable.IndexOf(5801));
        }

        [TestMethod]
        public void LabelThatIsNone_IsNone()
        {
            string[] labels = { null, "", "A", "A0", "A9", "C1", "a1", "A11", "1A" };
            for (int index = 0; index < labels.Length; index++)
            {
                Assert.AreEqual(ChannelTable.None, ChannelTable.IndexOf(labels[index]), labels[index]);
            }
        }

        [TestMethod]
        public void ScanList_HasEachFrequencyOfFiveBandsOnce()
        {
            int[] list = ChannelTable.ScanList();

            Assert.AreEqual(39, list.Length);
            Assert.AreEqual(5645, list[0]);
            Assert.AreEqual(5945, list[38]);
            for (int index = 1; index < list.Length; index++)
            {
                Assert.IsTrue(list[index] > list[index - 1], "not ascending");
                Assert.IsTrue(ChannelTable.IndexOf(list[index]) < 40, "not of the five bands");
            }
        }

        [TestMethod]
        public void Plans_AllowWhatTheTableSays()
        {
            Allowed("ism", "A1 A2 A3 A4 A5 A6 A7 A8 B1 B2 B3 B4 B5 B6 B7 B8 F1 F2 F3 F4 F5 F6 F7 R3 R4 R5 R6 ");
            Allowed("ismNarrow", "A1 A2 A3 A4 A5 A6 A7 B2 B3 B4 B5 B6 B7 B8 F1 F2 F3 F4 F5 F6 F7 R4 R5 R6 ");
            Allowed("narrow5850", "A3 A4 A5 A6 A7 B2 B3 B4 B5 B6 F1 F2 F3 F4 F5 F6 R4 R5 ");
        }

        [TestMethod]
        public void PlanOfNone_ChecksNothing()
        {
            Assert.IsTrue(RegionPlan.Named("none").Allows(5333));
            Assert.IsTrue(RegionPlan.Named("none").Allows(0));
            Assert.IsFalse(RegionPlan.Named("none").IsChecked);
            Assert.IsTrue(RegionPlan.Named("ism").IsChecked);
        }

        [TestMethod]
        public void UnknownPlan_IsRefused()
        {
            Assert.ThrowsException(typeof(ArgumentException), () => RegionPlan.Named("ISM"));
            Assert.ThrowsException(typeof(ArgumentException), () => RegionPlan.Named(null));
        }

        private static void Allowed(string plan, string expected)
        {
            string allowed = "";
            RegionPlan region = RegionPlan.Named(plan);
            for (int index = 0; index < ChannelTable.Channels; index++)
            {
                if (region.Allows(ChannelTable.FrequencyMhz(index)))
                {
                    allowed += ChannelTable.Label(index) + " ";
                }
            }

            Assert.AreEqual(expected, allowed);
        }

        private static int Of(string label)
        {
            return ChannelTable.FrequencyMhz(ChannelTable.IndexOf(label));
        }
    }
}

using System;
using DroneLink.Firmware.VideoLink;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.VideoLink
{
    [TestClass]
    public class RegionPlanTests
    {
        [TestMethod]
        public void Plans_AllowWhatIsWithin_AndNothingBeside()
        {
            Within("ism", 5725, 5875);
            Within("ismNarrow", 5734, 5866);
            Within("narrow5850", 5734, 5841);
        }

        [TestMethod]
        public void Plans_AllowSoManyOfTheBands()
        {
            Assert.AreEqual(27, CountOf("ism"));
            Assert.AreEqual(24, CountOf("ismNarrow"));
            Assert.AreEqual(18, CountOf("narrow5850"));
            Assert.AreEqual(39, CountOf("none"));
        }

        [TestMethod]
        public void PlanOfNone_ChecksNothing()
        {
            Assert.IsTrue(RegionPlan.Named("none").Allows(5333));
            Assert.IsTrue(RegionPlan.Named("none").Allows(0));
        }

        [TestMethod]
        public void UnknownPlan_IsRefused()
        {
            Assert.ThrowsException(typeof(ArgumentException), () => RegionPlan.Named("ISM"));
            Assert.ThrowsException(typeof(ArgumentException), () => RegionPlan.Named(null));
        }

        private static void Within(string name, int first, int last)
        {
            RegionPlan plan = RegionPlan.Named(name);
            Assert.IsFalse(plan.Allows(first - 1), name);
            Assert.IsTrue(plan.Allows(first), name);
            Assert.IsTrue(plan.Allows(last), name);
            Assert.IsFalse(plan.Allows(last + 1), name);
        }

        private static int CountOf(string name)
        {
            int[] list = ChannelTable.ScanList();
            int count = 0;
            for (int index = 0; index < list.Length; index++)
            {
                count += RegionPlan.Named(name).Allows(list[index]) ? 1 : 0;
            }

            return count;
        }
    }
}

using System;
using DroneLink.Firmware.VideoLink;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.VideoLink
{
    [TestClass]
    public class FrequencyPlanTests
    {
        private static readonly int[] Raceband = { 5658, 5695, 5732, 5769, 5806, 5843, 5880, 5917 };

        [TestMethod]
        public void Rating_IsTheTablers()
        {
            Assert.AreEqual(100, Rate(new int[] { 5658, 5732, 5843, 5880 }));
            Assert.AreEqual(100, Rate(new int[] { 5760, 5800, 5880 }));
            Assert.AreEqual(-63, Rate(new int[] { 5760, 5800, 5840 }));
            Assert.AreEqual(97, Rate(new int[] { 5665, 5725, 5820, 5860, 5945 }));
            Assert.AreEqual(98, Rate(new int[] { 5645, 5685, 5760, 5905, 5945 }));
            Assert.AreEqual(67, Rate(new int[] { 5645, 5685, 5760, 5805, 5905, 5945 }));
            Assert.AreEqual(29, Rate(new int[] { 5658, 5695, 5760, 5800, 5880, 5917 }));
            Assert.AreEqual(-635, Rate(Raceband));
        }

        [TestMethod]
        public void Rating_DoesNotDependOnTheOrder()
        {
            Assert.AreEqual(67, Rate(new int[] { 5945, 5645, 5905, 5760, 5685, 5805 }));
        }

        [TestMethod]
        public void Rating_OfNoneOrOne_IsBest()
        {
            Assert.AreEqual(100, Rate(new int[0]));
            Assert.AreEqual(100, Rate(new int[] { 5800 }));
        }

        [TestMethod]
        public void Rating_LeavesOutProductsOutsideOfTheBand()
        {
            // 2 x 5945 - 5790 = 6100 is out by one and would be 155 away anyhow; 2 x 6080 - 6061 = 6099 is in and 19 from 6080.
            Assert.AreEqual(100 - ((256 + 256) / 5 / 2), Rate(new int[] { 6061, 6080 }));
            Assert.AreEqual(100 - (225 / 5 / 2), Rate(new int[] { 6061, 6081 }));
        }

        [TestMethod]
        public void Separation_IsTheLeast()
        {
            FrequencyPlan plan = Plan(new int[] { 5880, 5658, 5732 });

            Assert.AreEqual(74, plan.SeparationMhz);
            Assert.AreEqual(FrequencyPlan.Alone, Plan(new int[] { 5880 }).SeparationMhz);
            Assert.AreEqual(0, Plan(new int[] { 5880, 5880 }).SeparationMhz);
        }

        [TestMethod]
        public void IsClear_From35Mhz()
        {
            FrequencyPlan plan = Plan(new int[] { 5800 });

            Assert.IsFalse(plan.IsClear(5834));
            Assert.IsTrue(plan.IsClear(5835));
            Assert.IsFalse(plan.IsClear(5766));
            Assert.IsTrue(plan.IsClear(5765));
            Assert.IsTrue(new FrequencyPlan().IsClear(5800));
        }

        [TestMethod]
        public void FullPlan_TakesNoMore_AndCanBeEmptied()
        {
            FrequencyPlan plan = new FrequencyPlan();
            for (int index = 0; index < FrequencyPlan.MaxCount; index++)
            {
                Assert.IsTrue(plan.TryAdd(5600 + index));
            }

            Assert.IsFalse(plan.TryAdd(5900));
            Assert.AreEqual(5615, plan.FrequencyMhz(15));
            plan.Clear();
            Assert.AreEqual(0, plan.Count);
            Assert.AreEqual(FrequencyPlan.Alone, plan.DistanceMhz(5600));
            Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => plan.FrequencyMhz(0));
        }

        private static int Rate(int[] frequencies)
        {
            return Plan(frequencies).Rating;
        }

        private static FrequencyPlan Plan(int[] frequencies)
        {
            FrequencyPlan plan = new FrequencyPlan();
            for (int index = 0; index < frequencies.Length; index++)
            {
                plan.TryAdd(frequencies[index]);
            }

            return plan;
        }
    }
}

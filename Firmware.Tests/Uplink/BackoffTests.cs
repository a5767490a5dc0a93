using System;
using DroneLink.Firmware.Uplink;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Uplink
{
    [TestClass]
    public class BackoffTests
    {
        [TestMethod]
        public void Next_StaysInItsWindow_AndUsesIt()
        {
            int[] window = { 50, 100, 200, 400, 800, 1000, 1000, 1000 };
            int[] largest = new int[window.Length];
            int[] least = new int[window.Length];
            for (uint seed = 1; seed <= 100; seed++)
            {
                Backoff backoff = new Backoff(50, 100, 1000, seed * 2654435761u);
                for (int i = 0; i < window.Length; i++)
                {
                    int wait = backoff.Next();
                    Assert.IsTrue(wait >= 0 && wait <= window[i], "out of its window");
                    largest[i] = wait > largest[i] ? wait : largest[i];
                    least[i] = seed == 1 || wait < least[i] ? wait : least[i];
                }
            }

            for (int i = 0; i < window.Length; i++)
            {
                Assert.IsTrue(largest[i] > window[i] * 9 / 10 && least[i] < window[i] / 10, "jitter is not full");
            }
        }

        [TestMethod]
        public void Reset_GoesBackToTheBase_NotToTheFirstTry()
        {
            Backoff backoff = new Backoff(60000, 100, 100000, 1);
            for (int i = 0; i < 40; i++)
            {
                backoff.Next();
            }

            for (int i = 0; i < 50; i++)
            {
                backoff.Reset();
                Assert.IsTrue(backoff.Next() <= 100, "longer than the base");
            }
        }

        [TestMethod]
        public void Next_AfterVeryManyFailures_StaysAtTheCap()
        {
            Backoff backoff = new Backoff(0, 60000, int.MaxValue, 0);
            for (int i = 0; i < 100; i++)
            {
                Assert.IsTrue(backoff.Next() >= 0, "negative");
            }
        }

        [TestMethod]
        public void Constructor_BadWindow_Throws()
        {
            Assert.ThrowsException(typeof(ArgumentException), () => new Backoff(-1, 1, 1, 1));
            Assert.ThrowsException(typeof(ArgumentException), () => new Backoff(0, 0, 1, 1));
            Assert.ThrowsException(typeof(ArgumentException), () => new Backoff(0, 2, 1, 1));
        }
    }
}

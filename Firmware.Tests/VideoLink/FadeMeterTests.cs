using System;
using DroneLink.Firmware.VideoLink;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.VideoLink
{
    [TestClass]
    public class FadeMeterTests
    {
        private const int Up = -7000;
        private const int Down = -8600;

        [TestMethod]
        public void Fade_IsCountedAndTimed()
        {
            FadeMeter meter = Meter();
            Feed(meter, Up, 0, 500);
            Feed(meter, Down, 500, 700);
            Feed(meter, Up, 700, 900);
            Feed(meter, Down, 900, 950);
            Feed(meter, Up, 950, 1000);
            meter.EndWindow(1000);

            Assert.AreEqual(2, meter.FadeCount);
            Assert.AreEqual(250, meter.FadeTimeMs);
            Assert.AreEqual(200, meter.LongestFadeMs);
            Assert.AreEqual(750, meter.AboveMs);
            Assert.AreEqual(1000, meter.ObservedMs);
        }

        [TestMethod]
        public void ThresholdItself_IsAFade_AndItsEndEndsIt()
        {
            FadeMeter meter = Meter();
            meter.Add(-8499, 0);
            Assert.IsFalse(meter.IsInFade);
            meter.Add(-8500, 50);
            Assert.IsTrue(meter.IsInFade);
            meter.Add(-8201, 100);
            Assert.IsTrue(meter.IsInFade, "within the hysteresis");
            meter.Add(-8200, 150);
            Assert.IsFalse(meter.IsInFade);
            meter.Add(-8499, 200);
            Assert.IsFalse(meter.IsInFade, "within the hysteresis");
            Assert.AreEqual(1, meter.FadeCount);
        }

        [TestMethod]
        public void Availability_HasNoHysteresis()
        {
            FadeMeter meter = Meter();
            meter.Add(Down, 0);
            meter.Add(-8300, 50);
            meter.EndWindow(100);

            Assert.AreEqual(50, meter.AboveMs);
            Assert.AreEqual(100, meter.FadeTimeMs);
        }

        [TestMethod]
        public void NoHysteresis_EndsJustAbove()
        {
            FadeMeter meter = new FadeMeter(-8500, 0, 100);
            meter.Add(-8500, 0);
            Assert.IsTrue(meter.IsInFade);
            meter.Add(-8499, 50);
            Assert.IsFalse(meter.IsInFade);
        }

        [TestMethod]
        public void FadeOverTheBoundary_IsCountedOnce_AndGrows()
        {
            FadeMeter meter = Meter();
            Feed(meter, Up, 0, 800);
            Feed(meter, Down, 800, 1000);
            meter.EndWindow(1000);
            Assert.AreEqual(1, meter.FadeCount);
            Assert.AreEqual(200, meter.LongestFadeMs);
            meter.StartWindow();
            Feed(meter, Down, 1000, 2000);
            meter.EndWindow(2000);
            Assert.AreEqual(0, meter.FadeCount);
            Assert.AreEqual(1000, meter.FadeTimeMs);
            Assert.AreEqual(1200, meter.LongestFadeMs);
            meter.StartWindow();
            Feed(meter, Down, 2000, 2100);
            Feed(meter, Up, 2100, 3000);
            meter.EndWindow(3000);
            Assert.AreEqual(0, meter.FadeCount);
            Assert.AreEqual(100, meter.FadeTimeMs);
            Assert.AreEqual(1300, meter.LongestFadeMs);
            meter.StartWindow();
            Feed(meter, Up, 3000, 4000);
            meter.EndWindow(4000);
            Assert.AreEqual(0, meter.LongestFadeMs);
        }

        [TestMethod]
        public void BoundaryBetweenSamples_SplitsTheTime()
        {
            FadeMeter meter = Meter();
            meter.Add(Up, 0);
            meter.Add(Down, 40);
            meter.EndWindow(60);
            Assert.AreEqual(20, meter.FadeTimeMs);
            meter.StartWindow();
            meter.Add(Up, 90);
            meter.EndWindow(100);
            Assert.AreEqual(30, meter.FadeTimeMs);
            Assert.AreEqual(10, meter.AboveMs);
        }

        [TestMethod]
        public void Gap_CountsForTwoSamples_HoweverOftenItIsRead()
        {
            FadeMeter meter = Meter();
            meter.Add(Up, 0);
            meter.Add(Down, 50);
            meter.EndWindow(100);
            meter.EndWindow(120);
            meter.EndWindow(9000);
            Assert.AreEqual(150, meter.ObservedMs);
            Assert.AreEqual(100, meter.FadeTimeMs);
            meter.Add(Down, 10000);
            meter.Add(Up, 10050);
            Assert.AreEqual(150, meter.FadeTimeMs, "the time of the gap is nobody's");
            Assert.AreEqual(1, meter.FadeCount, "a fade that is there again is the same");
        }

        [TestMethod]
        public void LowFromTheStart_IsNoFadeThatBegan()
        {
            FadeMeter meter = Meter();
            Feed(meter, Down, 0, 1000);
            meter.EndWindow(1000);
            Assert.AreEqual(0, meter.FadeCount);
            Assert.AreEqual(1000, meter.FadeTimeMs);
            Assert.AreEqual(0, meter.AboveMs);
            Assert.IsTrue(meter.IsInFade);
        }

        [TestMethod]
        public void Restart_ForgetsTheFade_AndKeepsTheWindow()
        {
            FadeMeter meter = Meter();
            Feed(meter, Up, 0, 100);
            Feed(meter, Down, 100, 300);
            meter.EndWindow(300);
            meter.Restart();
            Assert.IsFalse(meter.IsInFade);
            Assert.AreEqual(200, meter.FadeTimeMs);
            meter.Add(Down, 350);
            meter.EndWindow(400);
            Assert.AreEqual(1, meter.FadeCount);
            Assert.AreEqual(250, meter.FadeTimeMs);
            Assert.AreEqual(200, meter.LongestFadeMs, "a fade after a restart is another");
        }

        [TestMethod]
        public void Nonsense_IsRefused()
        {
            Assert.ThrowsException(typeof(ArgumentException), () => new FadeMeter(-8500, -1, 100));
            Assert.ThrowsException(typeof(ArgumentException), () => new FadeMeter(-8500, 300, 0));
        }

        private static FadeMeter Meter()
        {
            return new FadeMeter(-8500, 300, 100);
        }

        private static void Feed(FadeMeter meter, int centiDbm, int fromMs, int toMs)
        {
            for (int nowMs = fromMs; nowMs < toMs; nowMs += 50)
            {
                meter.Add(centiDbm, nowMs);
            }
        }
    }
}

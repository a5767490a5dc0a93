using DroneLink.Firmware.Telemetry;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Telemetry
{
    [TestClass]
    public class ClockAndLimiterTests
    {
        private const long Utc = 1735689600000;

        [TestMethod]
        public void Clock_TakesTheFirstBelievableTime_AndKeepsItsAnchor()
        {
            DeviceClock clock = new DeviceClock();
            Assert.IsFalse(clock.TrySet(DeviceClock.EarliestUtcMs - 1, 0));
            Assert.IsFalse(clock.TrySet(DeviceClock.LatestUtcMs + 1, 0));
            Assert.IsFalse(clock.IsSynced);
            Assert.IsTrue(clock.TrySet(Utc, 1000));
            Assert.AreEqual(Utc + 500, clock.ToUtc(1500));
            Assert.IsFalse(clock.TrySet(Utc + DeviceClock.ToleranceMs, 1000));
            Assert.IsFalse(clock.TrySet(Utc - DeviceClock.ToleranceMs, 1000));
            Assert.AreEqual(Utc, clock.ToUtc(1000));
            Assert.IsTrue(clock.TrySet(Utc + DeviceClock.ToleranceMs + 1, 1000));
            Assert.AreEqual(Utc + DeviceClock.ToleranceMs + 1, clock.ToUtc(1000));
            Assert.IsTrue(clock.TrySet(Utc - 999999, 1000));
            Assert.AreEqual(Utc - 1000, clock.AnchorMs);
        }

        [TestMethod]
        public void Limiter_ThinsAFastSource_AndLetsOneOfItsOwnRateThrough()
        {
            // The first, and one of each of the ten periods, of which each may come a little early.
            Assert.AreEqual(11, Passed(1000, 100, 100, 0));
            Assert.AreEqual(100, Passed(100, 100, 100, 0));
            Assert.AreEqual(100, Passed(100, 100, 100, 20), "a jittering source of just the rate was thinned");
            Assert.AreEqual(100, Passed(0, 1, 100, 0));
        }

        [TestMethod]
        public void Limiter_GoesByTheSamplesTime_AndStartsOverWithTheirClock()
        {
            RateLimiter limiter = new RateLimiter(1000);
            Assert.IsTrue(limiter.IsDue(50000));
            Assert.IsFalse(limiter.IsDue(50700));
            Assert.IsTrue(limiter.IsDue(0));
            Assert.IsFalse(limiter.IsDue(10));
            Assert.IsTrue(limiter.IsDue(1000));
            Assert.IsTrue(limiter.IsDue(9000));
            Assert.IsFalse(limiter.IsDue(9001), "catches up with a burst after a pause");
        }

        private static int Passed(int periodMs, int sourceMs, int samples, int jitterMs)
        {
            RateLimiter limiter = new RateLimiter(periodMs);
            int passed = 0;
            for (int i = 0; i < samples; i++)
            {
                passed += limiter.IsDue((i * sourceMs) + ((i & 1) * jitterMs)) ? 1 : 0;
            }

            return passed;
        }
    }
}

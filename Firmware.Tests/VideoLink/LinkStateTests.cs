using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.VideoLink;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.VideoLink
{
    [TestClass]
    public class LinkStateTests
    {
        private const int Unknown = LinkHealth.Unknown;

        private static LinkState _state;
        private static string _events;
        private static int _now;
        private static bool _isSaturated;

        [TestMethod]
        public void NeverUp_IsNotLost()
        {
            Start();
            Run(true, 0, 60000);
            Run(true, Unknown, 60000);

            Is("", LinkCondition.Unknown);
        }

        [TestMethod]
        public void FirstUp_IsNoEvent()
        {
            Start();
            Run(true, 0, 5000);
            Run(false, 80, 2950);
            Is("", LinkCondition.Unknown);
            Run(false, 80, 100);
            Is("", LinkCondition.Good);
        }

        [TestMethod]
        public void FirstUpAndPoor_IsDegraded()
        {
            Start();
            Run(false, 20, 4000);
            Is("3@3000 ", LinkCondition.Degraded);
        }

        [TestMethod]
        public void FadeThatLasts_IsLost_AndItsEndRestores()
        {
            StartGood();
            Run(true, 70, 1950);
            Is("", LinkCondition.Good);
            Run(true, 0, 3000);
            Is("4@2000 ", LinkCondition.Lost);
            Run(false, 0, 1000);
            Run(false, 80, 1950);
            Is("4@2000 ", LinkCondition.Lost);
            Run(false, 80, 1000);
            Is("4@2000 5@7950 ", LinkCondition.Good);
            Assert.AreEqual(5950, (int)_state.OutageMs);
        }

        [TestMethod]
        public void ShortFades_AreNoEvent()
        {
            StartGood();
            for (int fade = 0; fade < 20; fade++)
            {
                Run(true, 60, 1900);
                Run(false, 60, 100);
            }

            Is("", LinkCondition.Good);
        }

        [TestMethod]
        public void GlimpsesOfALostLink_AreNoEvent()
        {
            StartGood();
            Run(true, 0, 3000);
            for (int glimpse = 0; glimpse < 20; glimpse++)
            {
                Run(false, 70, 2500);
                Run(true, 0, 300);
            }

            Is("4@2000 ", LinkCondition.Lost);
        }

        [TestMethod]
        public void LowHealth_IsDegraded_AndOnlyGoodHealthRestores()
        {
            StartGood();
            Run(false, 34, 2950);
            Is("", LinkCondition.Good);
            Run(false, 34, 100);
            Is("3@3000 ", LinkCondition.Degraded);
            Run(false, 49, 30000);
            Is("3@3000 ", LinkCondition.Degraded);
            Run(false, 50, 3100);
            Is("3@3000 5@36050 ", LinkCondition.Good);
        }

        [TestMethod]
        public void HealthAroundTheMark_DoesNotFlap()
        {
            StartGood();
            for (int second = 0; second < 100; second++)
            {
                Run(false, second % 3 == 0 ? 36 : 33, 1000);
            }

            Is("", LinkCondition.Good);
            Run(false, 20, 4000);
            for (int second = 0; second < 100; second++)
            {
                Run(false, second % 2 == 0 ? 55 : 45, 1000);
            }

            Is("3@103000 ", LinkCondition.Degraded);
        }

        [TestMethod]
        public void LostAndBackPoor_IsDegraded_ThenRestored()
        {
            StartGood();
            Run(true, 0, 3000);
            Run(false, 30, 5000);
            Run(false, 60, 5000);

            Is("4@2000 3@6000 5@11000 ", LinkCondition.Good);
            Assert.AreEqual(9000, (int)_state.OutageMs, "since it was good the last time");
        }

        [TestMethod]
        public void DegradedThenLost_IsBoth()
        {
            StartGood();
            Run(false, 10, 4000);
            Run(true, 0, 3000);

            Is("3@3000 4@6000 ", LinkCondition.Lost);
        }

        [TestMethod]
        public void OverdrivenReceiver_DegradesNothing_AndRestoresALostLink()
        {
            StartGood();
            _isSaturated = true;
            Run(false, Unknown, 60000);
            Is("", LinkCondition.Good);
            _isSaturated = false;
            Run(true, 0, 3000);
            _isSaturated = true;
            Run(false, Unknown, 4000);
            Is("4@62000 5@66000 ", LinkCondition.Good);
        }

        [TestMethod]
        public void UnknownHealth_ForAnotherReason_IsWaitedFor()
        {
            StartGood();
            Run(true, 0, 3000);
            Run(false, Unknown, 20000);
            Is("4@2000 ", LinkCondition.Lost);
            Run(false, 40, 100);
            Assert.AreEqual((int)LinkCondition.Degraded, (int)_state.Condition);
        }

        [TestMethod]
        public void Pause_MakesAllHoldAnew()
        {
            StartGood();
            for (int time = 0; time < 10; time++)
            {
                Run(true, 20, 1900);
                _state.Pause();
            }

            Is("", LinkCondition.Good);
        }

        [TestMethod]
        public void LoopThatStoodStill_ProvesNothing()
        {
            StartGood();
            Run(true, 70, 500);
            _now += 60000;
            Run(true, 70, 500);
            Is("", LinkCondition.Good);
            Run(true, 70, 2000);
            Assert.IsTrue(_events.StartsWith("4@"), "lost");
        }

        [TestMethod]
        public void LongWindows_HoldForTwoOfThem()
        {
            _state = new LinkState(new VideoLinkOptions { WindowMs = 10000 });
            _events = "";
            _now = 0;
            Run(false, 80, 20050);
            Is("", LinkCondition.Good);
            Run(false, 20, 15000);
            Is("", LinkCondition.Good);
            Run(false, 20, 6000);
            Is("3@40050 ", LinkCondition.Degraded);
        }

        private static void Start()
        {
            _isSaturated = false;
            _state = new LinkState(new VideoLinkOptions());
            _events = "";
            _now = 0;
        }

        private static void StartGood()
        {
            Start();
            _now = -10000;
            Run(false, 80, 10000);
            Is("", LinkCondition.Good);
        }

        private static void Run(bool isInFade, int health, int durationMs)
        {
            for (int end = _now + durationMs; _now < end; _now += 50)
            {
                int code = _state.Step(isInFade, health, _isSaturated, _now);
                if (code != 0)
                {
                    _events += code + "@" + _now + " ";
                }
            }
        }

        private static void Is(string events, LinkCondition condition)
        {
            Assert.AreEqual(events, _events);
            Assert.AreEqual((int)condition, (int)_state.Condition);
        }
    }
}

using DroneLink.Drivers;
using DroneLink.Firmware.Safety;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Safety
{
    [TestClass]
    public class SensorWatchTests
    {
        private static GuardBench _bench;
        private static SensorWatch _watch;
        private static long _now;

        [TestMethod]
        public void FiveSecondsWithoutAReading_IsAFailure_ToldOnceWithPartAndFault()
        {
            Begin();
            Ask(4750, false);
            Assert.IsFalse(_watch.HasFailed || _watch.IsGood, "neither good nor failed yet");
            Ask(500, false);
            Assert.IsTrue(_watch.HasFailed);
            Ask(60000, false);
            Assert.AreEqual("23:7:4", _bench.Events());
        }

        [TestMethod]
        public void ReadingsThatAreMissed_FailNobody_WhileOthersCome()
        {
            Begin();
            for (int round = 0; round < 10; round++)
            {
                Ask(250, true);
                Ask(4750, false);
                Assert.IsTrue(_watch.IsGood);
            }

            Assert.AreEqual("", _bench.Events());
        }

        [TestMethod]
        public void FirstReadingAfterAFailure_RestoresIt()
        {
            Begin();
            Ask(1000, true);
            Ask(6000, false);
            Assert.IsFalse(_watch.IsGood);
            Ask(250, true);
            Assert.IsTrue(_watch.IsGood);
            Assert.IsFalse(_watch.HasFailed);
            Assert.AreEqual("23:7:4 24:7", _bench.Events());
            Ask(4750, false);
            Assert.IsFalse(_watch.HasFailed, "its time did not begin anew");
        }

        [TestMethod]
        public void LoopThatStoodStill_IsNoSilence()
        {
            Begin();
            Ask(1000, true);
            _now += 60000;
            Ask(250, false);
            Assert.IsTrue(_watch.IsGood && !_watch.HasFailed, "asked once");
            _now += 60000;
            Ask(500, false);
            Assert.IsTrue(_watch.IsGood, "asked three times");
            Assert.AreEqual("", _bench.Events());
        }

        [TestMethod]
        public void SensorThatIsAskedRarely_FailsStill()
        {
            Begin();
            for (int round = 0; round < 5; round++)
            {
                _watch.Take(false, SensorFault.Open, _now);
                _now += 10000;
                Assert.IsFalse(_watch.HasFailed);
            }

            _watch.Take(false, SensorFault.Open, _now);
            Assert.IsTrue(_watch.HasFailed, "five gaps of a second each");
        }

        [TestMethod]
        public void Pause_MakesWhatItSaidOld_AndItsTimeBeginAnew()
        {
            Begin();
            Ask(1000, true);
            Ask(4000, false);
            _watch.Pause();
            Assert.IsFalse(_watch.IsGood);
            Ask(4750, false);
            Assert.IsFalse(_watch.HasFailed);
            Ask(250, true);
            Assert.IsTrue(_watch.IsGood);
            Assert.AreEqual("", _bench.Events());
        }

        [TestMethod]
        public void Pause_OfOneThatFailed_RestoresNothing()
        {
            Begin();
            Ask(6000, false);
            _watch.Pause();
            Assert.IsTrue(_watch.HasFailed);
            Ask(6000, false);
            Assert.AreEqual("23:7:4", _bench.Events());
        }

        private static void Begin()
        {
            _bench = new GuardBench();
            _watch = new SensorWatch(MonitoredPart.Environment, _bench.Probe.Recorder);
            _now = 0;
        }

        private static void Ask(int ms, bool hasReading)
        {
            for (long until = _now + ms; _now < until; _now += 250)
            {
                _watch.Take(hasReading, hasReading ? SensorFault.None : SensorFault.Open, _now);
            }
        }
    }
}

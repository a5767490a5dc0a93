using DroneLink.Firmware.Supervision;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Supervision
{
    [TestClass]
    public class SupervisorTests
    {
        private const int UplinkTimeoutMs = 600000;

        [TestMethod]
        public void LeavesWorkersAloneThatMakeProgress()
        {
            Supervisor supervisor = new Supervisor(UplinkTimeoutMs);
            for (long now = 0; now < 3 * UplinkTimeoutMs; now += Supervisor.PeriodMs)
            {
                Assert.AreEqual((int)SupervisorAction.None, (int)supervisor.Step(now, now - (now % 300000), now));
            }
        }

        [TestMethod]
        public void RestartsAStalledWorkerThenTheDevice()
        {
            Supervisor supervisor = new Supervisor(UplinkTimeoutMs);
            int restarts = 0;
            long now = 0;
            SupervisorAction action;
            do
            {
                action = supervisor.Step(1, now + 1, now);
                now += Supervisor.PeriodMs;
                if (action == SupervisorAction.RestartWorker)
                {
                    Assert.AreEqual(Supervisor.DeviceLoop, supervisor.Worker);
                    restarts++;
                }
            }
            while (action != SupervisorAction.RestartDevice && now < 100L * Supervisor.DeviceLoopTimeoutMs);

            Assert.AreEqual((int)SupervisorAction.RestartDevice, (int)action);
            Assert.AreEqual(Supervisor.RestartsBeforeReset, restarts);
        }

        [TestMethod]
        public void ForgetsRestartsThatHelped()
        {
            Supervisor supervisor = new Supervisor(UplinkTimeoutMs);
            long uplink = 1;
            for (long now = 0; now < 20L * UplinkTimeoutMs; now += Supervisor.PeriodMs)
            {
                SupervisorAction action = supervisor.Step(now + 1, uplink, now);
                Assert.IsTrue(action != SupervisorAction.RestartDevice);
                if (action == SupervisorAction.RestartWorker)
                {
                    Assert.AreEqual(Supervisor.Uplink, supervisor.Worker);
                    uplink = now;
                }
            }
        }

        [TestMethod]
        public void HoldsAGapOfAllThreadsAgainstNobody()
        {
            Supervisor supervisor = new Supervisor(UplinkTimeoutMs);
            supervisor.Step(1, 1, 0);
            for (long now = 0; now < 20L * Supervisor.DeviceLoopTimeoutMs; now += Supervisor.DeviceLoopTimeoutMs)
            {
                Assert.AreEqual((int)SupervisorAction.None, (int)supervisor.Step(1, 1, now));
            }
        }
    }
}

using DroneLink.Firmware.Supervision;
using DroneLink.Firmware.Tests.Storage;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Supervision
{
    [TestClass]
    public class BootRecordTests
    {
        [TestMethod]
        public void CountsBootsInTheUpperHalfOfTheId()
        {
            RamStore store = new RamStore();
            BootRecord first = new BootRecord(store);
            Assert.IsTrue(first.Start(0xABCD1234));
            Assert.AreEqual(0x00011234u, first.BootId);
            BootRecord second = new BootRecord(store);
            Assert.IsTrue(second.Start(0x1234));
            Assert.AreEqual(0x00021234u, second.BootId);
        }

        [TestMethod]
        public void GoingDownWithoutAWordIsPowerOn()
        {
            RamStore store = new RamStore();
            new BootRecord(store).Start(1);
            BootRecord next = new BootRecord(store);
            next.Start(1);
            Assert.AreEqual(ResetReason.PowerOn, next.ResetReason);
        }

        [TestMethod]
        public void KeepsTheReasonForOneBoot()
        {
            RamStore store = new RamStore();
            BootRecord first = new BootRecord(store);
            first.Start(1);
            Assert.IsTrue(first.Note(ResetReason.Stalled, Supervisor.Uplink));
            BootRecord second = new BootRecord(store);
            second.Start(1);
            Assert.AreEqual(ResetReason.Stalled, second.ResetReason);
            Assert.AreEqual(Supervisor.Uplink, second.Detail);
            BootRecord third = new BootRecord(store);
            third.Start(1);
            Assert.AreEqual(ResetReason.PowerOn, third.ResetReason);
        }

        [TestMethod]
        public void CounterWrapsAndNeverRepeatsTheLastId()
        {
            RamStore store = new RamStore();
            BootRecord.Seed(store, 0xFFFF);
            BootRecord last = new BootRecord(store);
            last.Start(7);
            Assert.AreEqual(0xFFFF0007u, last.BootId);
            BootRecord next = new BootRecord(store);
            next.Start(7);
            Assert.AreEqual(7u, next.BootId);
        }
    }
}

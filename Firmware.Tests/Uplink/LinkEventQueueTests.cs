using DroneLink.Firmware.Uplink;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Uplink
{
    [TestClass]
    public class LinkEventQueueTests
    {
        [TestMethod]
        public void Take_GivesEventsInOrderWithTheirValues()
        {
            LinkEventQueue queue = new LinkEventQueue();
            Assert.IsTrue(queue.Take() == LinkEventKind.None, "not empty");
            for (int round = 0; round < 50; round++)
            {
                queue.Post(LinkEventKind.TimeKnown, 1, round, -round);
                queue.Post(LinkEventKind.HttpDone, 2, 202);
                Assert.IsTrue(queue.Take() == LinkEventKind.TimeKnown, "kind");
                Assert.AreEqual(1, queue.Session);
                Assert.AreEqual((long)round, queue.Value);
                Assert.AreEqual((long)-round, queue.Value2);
                Assert.IsTrue(queue.Take() == LinkEventKind.HttpDone, "kind");
                Assert.AreEqual(202L, queue.Value);
            }

            Assert.IsFalse(queue.TakeOverflow());
        }

        [TestMethod]
        public void Post_BeyondCapacity_DropsTheNewestAndSaysSoOnce()
        {
            LinkEventQueue queue = new LinkEventQueue();
            for (int i = 0; i < LinkEventQueue.Capacity; i++)
            {
                queue.Post(LinkEventKind.MqttAcknowledged, 1, i);
            }

            Assert.IsFalse(queue.TakeOverflow());
            queue.Post(LinkEventKind.MqttClosed, 1);
            Assert.IsTrue(queue.TakeOverflow());
            Assert.IsFalse(queue.TakeOverflow());
            for (int i = 0; i < LinkEventQueue.Capacity; i++)
            {
                Assert.IsTrue(queue.Take() == LinkEventKind.MqttAcknowledged, "kind");
                Assert.AreEqual((long)i, queue.Value);
            }

            Assert.IsTrue(queue.Take() == LinkEventKind.None, "not empty");
        }
    }
}

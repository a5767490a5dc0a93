using DroneLink.Firmware.Uplink;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Uplink
{
    [TestClass]
    public class DeliveryWindowTests
    {
        private static UplinkBench _bench;
        private static DeliveryWindow _window;

        [TestMethod]
        public void Acknowledge_InEveryOrder_ReleasesOnlyThePrefixThatIsDone()
        {
            int[] order = new int[4];
            for (int code = 0; code < 256; code++)
            {
                for (int i = 0; i < 4; i++)
                {
                    order[i] = (code >> (2 * i)) & 3;
                }

                Open(4, 4);
                bool[] done = new bool[4];
                for (int i = 0; i < 4; i++)
                {
                    Assert.AreEqual(!done[order[i]], _window.Acknowledge(10 + order[i]), "second acknowledgement of a packet");
                    done[order[i]] = true;
                    int prefix = 0;
                    while (prefix < 4 && done[prefix])
                    {
                        prefix++;
                    }

                    Assert.AreEqual(4 - prefix, _bench.Ring.WaitingFrames, "left the ring too early or too late");
                }
            }
        }

        [TestMethod]
        public void Acknowledge_OfAForeignPacket_DoesNothing()
        {
            Open(2, 2);
            Assert.IsFalse(_window.Acknowledge(9));
            Assert.IsFalse(_window.Acknowledge(0));
            Assert.AreEqual(2, _bench.Ring.WaitingFrames);
        }

        [TestMethod]
        public void Start_ForgetsWhatIsUnderWay_AndBeginsAtTheHead()
        {
            Open(4, 3);
            Assert.IsTrue(_window.Acknowledge(11));
            uint head = _bench.Ring.Head;
            _window.Start();
            Assert.AreEqual(head, _window.PeekNext());
            Assert.IsFalse(_window.Acknowledge(10));
            Assert.AreEqual(4, _bench.Ring.WaitingFrames);
            Assert.AreEqual(long.MaxValue, _window.OldestSentMs);
        }

        [TestMethod]
        public void OldestSentMs_IsOfTheOldestThatIsNotDone()
        {
            Open(3, 3);
            Assert.AreEqual(1000L, _window.OldestSentMs);
            _window.Acknowledge(10);
            Assert.AreEqual(1001L, _window.OldestSentMs);
            _window.Acknowledge(12);
            Assert.AreEqual(1001L, _window.OldestSentMs);
            Assert.IsTrue(_window.HasRoom);
        }

        [TestMethod]
        public void Skip_CountsAsDone_ButWaitsForThoseBefore()
        {
            Open(3, 1);
            _window.Skip(_window.PeekNext());
            Assert.AreEqual(3, _bench.Ring.WaitingFrames);
            _window.Acknowledge(10);
            Assert.AreEqual(1, _bench.Ring.WaitingFrames);
        }

        [TestMethod]
        public void Overwriting_UnderTheWindow_AcknowledgesNothingNewer()
        {
            Open(4, 4);

            // Large frames push the first ones out of a ring that cannot write.
            _bench.Store.Refuses = true;
            while (_bench.Ring.OverwrittenRecords < 2)
            {
                _bench.RecordLarge(5);
            }

            int waiting = _bench.Ring.WaitingFrames;
            Assert.IsTrue(_window.Acknowledge(10));
            Assert.IsTrue(_window.Acknowledge(11));
            Assert.AreEqual(waiting, _bench.Ring.WaitingFrames);
            Assert.IsTrue(_window.Acknowledge(12));
            Assert.IsTrue(_bench.Ring.WaitingFrames >= waiting - 1, "took a frame that was not sent");
        }

        private static void Open(int frames, int sent)
        {
            _bench = new UplinkBench(true, true);
            _bench.Record(frames);
            _window = new DeliveryWindow(_bench.Ring, 4);
            _window.Start();
            for (int i = 0; i < sent; i++)
            {
                _window.Sent(_window.PeekNext(), 10 + i, 1000 + i);
            }
        }
    }
}

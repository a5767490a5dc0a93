using DroneLink.Firmware.Uplink;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Uplink
{
    /// <summary>What comes in over MQTT, and what finds no place.</summary>
    [TestClass]
    public class IncomingMessagesTests
    {
        private const string Command = "dl/v1/f1/d1/command";
        private const string Beacon = "dl/v1/f1/peers/d2";
        private static IncomingMessages _incoming;

        [TestMethod]
        public void Messages_ComeOutInOrder_BeaconsLast()
        {
            Start();
            _incoming.Post(Beacon, new byte[] { 1 });
            _incoming.Post(Command, new byte[] { 2 });
            _incoming.Post("dl/v1/f1/d1/ota", new byte[] { 3 });
            Assert.IsTrue(_incoming.Take() == IncomingKind.Command, "first");
            Assert.AreEqual((byte)2, _incoming.Payload[0]);
            Assert.IsTrue(_incoming.Take() == IncomingKind.Ota, "second");
            Assert.AreEqual((byte)3, _incoming.Payload[0]);
            Assert.IsTrue(_incoming.Take() == IncomingKind.Beacon, "third");
            Assert.AreEqual((byte)1, _incoming.Payload[0]);
            Assert.IsTrue(_incoming.Take() == IncomingKind.None, "fourth");
            Assert.IsNull(_incoming.Payload);
        }

        [TestMethod]
        public void ForeignTopics_AreNotTaken()
        {
            Start();
            _incoming.Post("dl/v1/f1/d2/command", new byte[1]);
            _incoming.Post("dl/v1/f2/peers/d2", new byte[1]);
            _incoming.Post("dl/v1/f1/d1/frames", new byte[1]);
            _incoming.Post(null, new byte[1]);
            _incoming.Post(Command, null);
            Assert.IsTrue(_incoming.Take() == IncomingKind.None, "taken");
        }

        [TestMethod]
        public void OneCommandTooMany_IsSaid_OneBeaconTooMany_IsCounted()
        {
            Start();
            for (int i = 0; i < IncomingMessages.Capacity; i++)
            {
                _incoming.Post(Command, new byte[1]);
            }

            for (int i = 0; i < IncomingMessages.BeaconCapacity + 3; i++)
            {
                _incoming.Post(Beacon, new byte[1]);
            }

            Assert.IsFalse(_incoming.TakeOverflow(), "overflow too early");
            Assert.AreEqual(3u, _incoming.DroppedBeacons);
            _incoming.Post(Command, new byte[1]);
            Assert.IsTrue(_incoming.TakeOverflow(), "no overflow");
            Assert.IsFalse(_incoming.TakeOverflow(), "said twice");
            for (int i = 0; i < IncomingMessages.Capacity; i++)
            {
                Assert.IsTrue(_incoming.Take() == IncomingKind.Command, "a command is gone");
            }

            _incoming.Post(Command, new byte[1]);
            Assert.IsTrue(_incoming.Take() == IncomingKind.Command, "no place again");
        }

        private static void Start()
        {
            _incoming = new IncomingMessages(new MqttTopics("f1", "d1"));
        }
    }
}

using DroneLink.Drivers.Mavlink;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Mavlink
{
    [TestClass]
    public class MavlinkLossTests
    {
        [TestMethod]
        public void NothingLost_AcrossTheWrap()
        {
            MavlinkLoss loss = Receive(new byte[] { 253, 254, 255, 0, 1, 2 });

            Assert.AreEqual(0u, loss.Lost);
            Assert.AreEqual(0u, loss.Restarts);
        }

        [TestMethod]
        public void OneLost_AtTheWrap_IsOne()
        {
            Assert.AreEqual(1u, Receive(new byte[] { 254, 0 }).Lost);
            Assert.AreEqual(1u, Receive(new byte[] { 255, 1 }).Lost);
            Assert.AreEqual(2u, Receive(new byte[] { 254, 1 }).Lost);
        }

        [TestMethod]
        public void Repeated_IsNotLost()
        {
            MavlinkLoss loss = Receive(new byte[] { 7, 7, 8 });

            Assert.AreEqual(0u, loss.Lost);
            Assert.AreEqual(1u, loss.Repeated);
        }

        [TestMethod]
        public void LongestGap_IsLost_OneMoreIsARestart()
        {
            Assert.AreEqual(127u, Receive(new byte[] { 0, 128 }).Lost);

            MavlinkLoss loss = Receive(new byte[] { 0, 129, 130, 132 });
            Assert.AreEqual(1u, loss.Restarts);
            Assert.AreEqual(1u, loss.Lost, "counting goes on behind a restart");
        }

        [TestMethod]
        public void Senders_AreToldApart()
        {
            var parser = new MavlinkParser();
            Feed(parser, 1, 1, 10);
            Feed(parser, 1, 68, 200);
            Feed(parser, 2, 1, 90);
            Feed(parser, 1, 1, 12);
            Feed(parser, 1, 68, 203);
            Feed(parser, 2, 1, 91);

            Assert.AreEqual(1u, parser.Loss.GetLost(1, 1));
            Assert.AreEqual(2u, parser.Loss.GetLost(1, 68));
            Assert.AreEqual(3u, parser.Loss.GetLost(1));
            Assert.AreEqual(0u, parser.Loss.GetLost(2));
            Assert.AreEqual(3u, parser.Loss.Lost);
            Assert.AreEqual(3, parser.Loss.Senders);
        }

        [TestMethod]
        public void FullTable_CountsTheRest()
        {
            var parser = new MavlinkParser();
            for (int component = 0; component <= MavlinkLoss.MaxSenders; component++)
            {
                Feed(parser, 1, component, 0);
            }

            Assert.AreEqual(MavlinkLoss.MaxSenders, parser.Loss.Senders);
            Assert.AreEqual(1u, parser.Loss.Untracked);
            Feed(parser, 1, 0, 5);
            Assert.AreEqual(4u, parser.Loss.GetLost(1, 0), "who has a place keeps it");
        }

        private static MavlinkLoss Receive(byte[] sequences)
        {
            var parser = new MavlinkParser();
            for (int index = 0; index < sequences.Length; index++)
            {
                Feed(parser, 1, 1, sequences[index]);
            }

            return parser.Loss;
        }

        private static void Feed(MavlinkParser parser, int system, int component, int sequence)
        {
            byte[] frame = MavlinkFrames.V2(0, sequence, system, component, 0, new byte[] { 1 }, MavlinkFrames.HeartbeatExtra);
            parser.Feed(frame, 0, frame.Length);
            Assert.IsTrue(parser.TryRead(new MavlinkMessage()));
        }
    }
}

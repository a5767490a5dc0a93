using System.Text;
using DroneLink.Drivers.Mavlink;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Mavlink
{
    [TestClass]
    public class StatusTextAssemblerTests
    {
        private const string Fifty = "12345678901234567890123456789012345678901234567890";

        [TestMethod]
        public void WholeText_ComesAtOnce()
        {
            var assembler = new StatusTextAssembler();
            Give(assembler, "Arming motors", 0, 0, 1, 0);

            Assert.AreEqual("Arming motors", TakeText(assembler, 0));
            Assert.AreEqual((byte)6, assembler.Severity);
            Assert.IsFalse(assembler.TryTake(0));
        }

        [TestMethod]
        public void FiftyBytesWithoutId_AreWhole()
        {
            var assembler = new StatusTextAssembler();
            Give(assembler, Fifty, 0, 0, 1, 0);

            Assert.AreEqual(Fifty, TakeText(assembler, 0));
        }

        [TestMethod]
        public void Parts_ArePutTogether()
        {
            var assembler = new StatusTextAssembler();
            Give(assembler, Fifty, 9, 0, 1, 0);
            Assert.IsFalse(assembler.TryTake(0));
            Give(assembler, "tail", 9, 1, 1, 10);

            Assert.AreEqual(Fifty + "tail", TakeText(assembler, 10));
            Assert.IsFalse(assembler.TryTake(5000));
        }

        [TestMethod]
        public void PartsOfTwoSenders_DoNotMix()
        {
            var assembler = new StatusTextAssembler();
            Give(assembler, Fifty, 9, 0, 1, 0);
            Give(assembler, Fifty, 9, 0, 2, 0);
            Give(assembler, "one", 9, 1, 1, 0);
            Assert.AreEqual(Fifty + "one", TakeText(assembler, 0));
            Give(assembler, "two", 9, 1, 2, 0);
            Assert.AreEqual(Fifty + "two", TakeText(assembler, 0));
        }

        [TestMethod]
        public void MissingPart_IsMarked()
        {
            var assembler = new StatusTextAssembler();
            Give(assembler, Fifty, 9, 0, 1, 0);
            Give(assembler, "end", 9, 2, 1, 0);

            Assert.AreEqual(Fifty + "...end", TakeText(assembler, 0));
        }

        [TestMethod]
        public void RepeatedPart_CountsOnce()
        {
            var assembler = new StatusTextAssembler();
            Give(assembler, Fifty, 9, 0, 1, 0);
            Give(assembler, Fifty, 9, 0, 1, 0);
            Give(assembler, "end", 9, 1, 1, 0);

            Assert.AreEqual(Fifty + "end", TakeText(assembler, 0));
        }

        [TestMethod]
        public void PartsThatStopComing_AreGivenOutAfterTheTimeout()
        {
            var assembler = new StatusTextAssembler();
            Give(assembler, Fifty, 9, 0, 1, 100);

            Assert.IsFalse(assembler.TryTake(100 + StatusTextAssembler.PartTimeoutMs - 1));
            Assert.AreEqual(Fifty, TakeText(assembler, 100 + StatusTextAssembler.PartTimeoutMs));
        }

        [TestMethod]
        public void LongText_IsCutAtTwoHundredBytes()
        {
            var assembler = new StatusTextAssembler();
            for (int part = 0; part < 6; part++)
            {
                Give(assembler, Fifty, 9, part, 1, 0);
            }

            Give(assembler, "end", 9, 6, 1, 0);
            Assert.AreEqual(Fifty + Fifty + Fifty + Fifty, TakeText(assembler, 0));
        }

        [TestMethod]
        public void TooManyOpenTexts_EndTheOldest()
        {
            var assembler = new StatusTextAssembler();
            for (int id = 1; id <= StatusTextAssembler.MaxOpenTexts; id++)
            {
                Give(assembler, Fifty, id, 0, 1, id);
                Assert.IsFalse(assembler.TryTake(id));
            }

            Give(assembler, Fifty, 99, 0, 1, 10);
            Assert.AreEqual(Fifty, TakeText(assembler, 10));
            Assert.IsFalse(assembler.TryTake(10));
            Give(assembler, "tail", 2, 1, 1, 11);
            Assert.AreEqual(Fifty + "tail", TakeText(assembler, 11), "the others go on");
        }

        private static void Give(StatusTextAssembler assembler, string text, int id, int part, int component, long nowMs)
        {
            var payload = new byte[54];
            payload[0] = 6;
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            for (int index = 0; index < bytes.Length; index++)
            {
                payload[1 + index] = bytes[index];
            }

            payload[51] = (byte)id;
            payload[53] = (byte)part;
            byte[] frame = MavlinkFrames.V2(0, 0, 1, component, MavlinkId.StatusText, payload, MavlinkFrames.StatusTextExtra);
            var parser = new MavlinkParser();
            var message = new MavlinkMessage();
            parser.Feed(frame, 0, frame.Length);
            Assert.IsTrue(parser.TryRead(message));
            var reading = new StatusTextReading();
            Assert.IsTrue(reading.TryRead(message));
            assembler.Take(reading, nowMs);
        }

        private static string TakeText(StatusTextAssembler assembler, long nowMs)
        {
            Assert.IsTrue(assembler.TryTake(nowMs), "a text was due");
            return Encoding.UTF8.GetString(assembler.Text, 0, assembler.TextBytes);
        }
    }
}

using DroneLink.Drivers.Tramp;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Tramp
{
    [TestClass]
    public class TrampFrameTests
    {
        [TestMethod]
        public void Orders_AreTheKnownBytes()
        {
            Check(TrampCommand.SetFrequency, 5865, new byte[] { 0x0F, 0x46, 0xE9, 0x16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x45, 0 });
            Check(TrampCommand.SetActive, 0, new byte[] { 0x0F, 0x49, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x49, 0 });
        }

        [TestMethod]
        public void State_IsRead()
        {
            TrampState state = Take(Answer(TrampCommand.GetState, new byte[] { 0xA8, 0x16, 0x58, 0x02, 0, 1, 0x19, 0x00 }));

            Assert.IsTrue(state.HasState);
            Assert.AreEqual(5800, state.FrequencyMhz);
            Assert.AreEqual(600, state.PowerMw);
            Assert.AreEqual(25, state.ActualMw);
            Assert.IsTrue(state.IsPit);
        }

        [TestMethod]
        public void Limits_AreRead()
        {
            TrampState state = Take(Answer(TrampCommand.GetLimits, new byte[] { 0x88, 0x13, 0x70, 0x17, 0x20, 0x03 }));

            Assert.IsTrue(state.HasLimits);
            Assert.AreEqual(5000, state.LowestMhz);
            Assert.AreEqual(6000, state.HighestMhz);
            Assert.AreEqual(800, state.HighestMw);
        }

        [TestMethod]
        public void Temperature_IsSigned()
        {
            Assert.AreEqual(72, Take(Answer(TrampCommand.GetTemperature, new byte[] { 0, 0, 0, 0, 72, 0 })).Celsius);
            Assert.AreEqual(-12, Take(Answer(TrampCommand.GetTemperature, new byte[] { 0, 0, 0, 0, 0xF4, 0xFF })).Celsius);
        }

        [TestMethod]
        public void WhatCannotBe_IsNotTaken()
        {
            AssertRefused(Answer(TrampCommand.GetState, new byte[] { 0x05, 0, 0x19, 0 }));
            AssertRefused(Answer(TrampCommand.GetState, new byte[] { 0xA8, 0x16, 0xFF, 0xFF }));
            AssertRefused(Answer(TrampCommand.GetState, new byte[] { 0x39, 0x18, 0x19, 0 })); // 6201 MHz
            AssertRefused(Answer(TrampCommand.GetState, new byte[] { 0xA8, 0x16, 0x19, 0, 0, 0, 0xFF, 0xFF }));
            AssertRefused(Answer(TrampCommand.GetLimits, new byte[] { 0x87, 0x13, 0x70, 0x17, 0x20, 0x03 })); // 4999 MHz
            AssertRefused(Answer(TrampCommand.GetLimits, new byte[] { 0x88, 0x13, 0x39, 0x18, 0x20, 0x03 }));
            AssertRefused(Answer(TrampCommand.GetTemperature, new byte[] { 0, 0, 0, 0, 151, 0 }));
            AssertRefused(Answer(TrampCommand.GetTemperature, new byte[] { 0, 0, 0, 0, 0xD7, 0xFF })); // -41 °C
            AssertRefused(Answer(TrampCommand.GetLimits, new byte[] { 0x70, 0x17, 0x88, 0x13, 0x20, 0x03 }));
            AssertRefused(Answer(TrampCommand.GetLimits, new byte[] { 0x88, 0x13, 0x70, 0x17, 0, 0 }));
            AssertRefused(Answer(TrampCommand.GetTemperature, new byte[] { 0, 0, 0, 0, 200, 0 }));
        }

        [TestMethod]
        public void OwnRequests_AreNoAnswers()
        {
            byte[] commands =
            {
                TrampCommand.GetLimits, TrampCommand.GetState, TrampCommand.GetTemperature, TrampCommand.SetFrequency,
                TrampCommand.SetPower, TrampCommand.SetActive,
            };
            var parser = new TrampParser();
            for (int index = 0; index < commands.Length; index++)
            {
                var frame = new byte[TrampFrame.Bytes];
                TrampFrame.Write(frame, commands[index], index < 3 ? 0 : 5800);
                parser.Feed(frame, 0, frame.Length);

                Assert.IsFalse(parser.TryRead(new byte[TrampFrame.Bytes]));
            }

            Assert.AreEqual(6u, parser.Echoes);
            Assert.AreEqual(0u, parser.BadFrames);
        }

        [TestMethod]
        public void Zeros_AreNoGarbage_AndADamagedFrameIs()
        {
            var parser = new TrampParser();
            parser.Feed(new byte[40], 0, 40);
            Assert.IsFalse(parser.TryRead(new byte[TrampFrame.Bytes]));
            Assert.AreEqual(0u, parser.BadFrames);

            var damaged = new byte[TrampFrame.Bytes];
            TrampFrame.Write(damaged, TrampCommand.GetLimits, 0);
            damaged[TrampFrame.Bytes - 1] = 1;
            parser.Feed(damaged, 0, damaged.Length);
            Assert.IsFalse(parser.TryRead(new byte[TrampFrame.Bytes]));
            Assert.AreEqual(4u, parser.BadFrames); // the frame, and its bytes that are no zeros
        }

        [TestMethod]
        public void AnyBitFlipped_IsNoAnswer()
        {
            // The sum does not tell two flips that cancel out; one it does, but for the head's, which makes it no frame.
            for (int bit = 0; bit < TrampFrame.Bytes * 8; bit++)
            {
                byte[] frame = Answer(TrampCommand.GetState, new byte[] { 0xA8, 0x16, 0x58, 0x02, 0, 1, 0x19, 0x00 });
                frame[bit / 8] ^= (byte)(1 << (bit % 8));
                var parser = new TrampParser();
                parser.Feed(frame, 0, frame.Length);

                Assert.IsFalse(parser.TryRead(new byte[TrampFrame.Bytes]), "bit " + bit.ToString());
            }
        }

        [TestMethod]
        public void BrokenOffFrame_DoesNotHideTheNext()
        {
            byte[] sound = Answer(TrampCommand.GetState, new byte[] { 0xA8, 0x16, 0x58, 0x02, 0, 1, 0x19, 0x00 });
            for (int kept = 1; kept < sound.Length; kept++)
            {
                var parser = new TrampParser();
                parser.Feed(sound, 0, kept);
                Assert.IsFalse(parser.TryRead(new byte[TrampFrame.Bytes]));
                parser.Feed(sound, 0, sound.Length);
                parser.Feed(sound, 0, sound.Length);

                Assert.IsTrue(parser.TryRead(new byte[TrampFrame.Bytes]), "kept " + kept.ToString());
            }
        }

        private static void Check(byte command, int value, byte[] expected)
        {
            var buffer = new byte[TrampFrame.Bytes];
            buffer[9] = 0x77;
            TrampFrame.Write(buffer, command, value);
            for (int index = 0; index < expected.Length; index++)
            {
                Assert.AreEqual(expected[index], buffer[index], "at " + index.ToString());
            }
        }

        private static TrampState Take(byte[] frame)
        {
            var parser = new TrampParser();
            var answer = new byte[TrampFrame.Bytes];
            for (int index = 0; index < frame.Length; index++)
            {
                Assert.IsFalse(parser.TryRead(answer), "too early");
                parser.Feed(frame, index, 1);
            }

            Assert.IsTrue(parser.TryRead(answer), "no answer");
            var state = new TrampState();
            Assert.IsTrue(state.TryTake(answer));
            return state;
        }

        private static void AssertRefused(byte[] frame)
        {
            var state = new TrampState();
            Assert.IsFalse(state.TryTake(frame));
            Assert.IsFalse(state.HasState || state.HasLimits);
            Assert.AreEqual(0, state.Celsius);
        }

        private static byte[] Answer(byte command, byte[] payload)
        {
            var frame = new byte[TrampFrame.Bytes];
            frame[0] = TrampFrame.Head;
            frame[1] = command;
            int sum = command;
            for (int index = 0; index < payload.Length; index++)
            {
                frame[2 + index] = payload[index];
                sum += payload[index];
            }

            frame[14] = (byte)sum;
            return frame;
        }
    }
}

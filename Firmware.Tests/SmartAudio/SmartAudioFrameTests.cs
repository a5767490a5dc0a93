using DroneLink.Drivers.SmartAudio;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.SmartAudio
{
    [TestClass]
    public class SmartAudioFrameTests
    {
        [TestMethod]
        public void Requests_AreTheKnownBytes()
        {
            Check(SmartAudioCommand.GetSettings, 0, 0, new byte[] { 0xAA, 0x55, 0x03, 0x00, 0x9F });
            Check(SmartAudioCommand.SetFrequency, 5865, 2, new byte[] { 0xAA, 0x55, 0x09, 0x02, 0x16, 0xE9, 0xDC });
            Check(SmartAudioCommand.SetChannel, 0, 1, new byte[] { 0xAA, 0x55, 0x07, 0x01, 0x00, 0xB8 });
            Check(SmartAudioCommand.SetMode, SmartAudioMode.SetPitInRange, 1, new byte[] { 0xAA, 0x55, 0x0B, 0x01, 0x01, 0xF8 });
        }

        [TestMethod]
        public void Settings_InBothLengths_AreRead()
        {
            // Length bytes of 6 and 5; the check covers the length byte.
            AssertSettings(new byte[] { 0xAA, 0x55, 0x01, 0x06, 0x00, 0x00, 0x01, 0x16, 0xE9, 0x4D }, SmartAudioVersion.V1);
            AssertSettings(Sealed(new byte[] { 0xAA, 0x55, 0x01, 0x05, 0x00, 0x00, 0x01, 0x16, 0xE9, 0 }), SmartAudioVersion.V1);
            AssertSettings(Sealed(new byte[] { 0xAA, 0x55, 0x09, 0x05, 0x00, 0x00, 0x01, 0x16, 0xE9, 0 }), SmartAudioVersion.V2);
        }

        [TestMethod]
        public void SettingsOfVersion2_AreRead()
        {
            SmartAudioSettings settings = Read(new byte[] { 0xAA, 0x55, 0x09, 0x06, 0x01, 0x00, 0x1A, 0x16, 0xE9, 0x0A });

            Assert.AreEqual((int)SmartAudioVersion.V2, (int)settings.Version);
            Assert.AreEqual(5845, settings.FrequencyMhz, "by channel 1 and not by the frequency of before");
            Assert.AreEqual(5865, settings.SetMhz);
            Assert.IsTrue(settings.IsPit);
            Assert.AreEqual(SmartAudioMode.LeavePit | SmartAudioMode.SetPitOutOfRange | SmartAudioMode.Unlock, SmartAudioMode.ToLeavePit(settings.Mode));
        }

        [TestMethod]
        public void SettingsOfVersion21_AreReadWithTheirLevels()
        {
            SmartAudioSettings settings =
                Read(new byte[] { 0xAA, 0x55, 0x11, 0x0C, 0x00, 0x00, 0x00, 0x16, 0xE9, 0x0E, 0x03, 0x00, 0x0E, 0x14, 0x1A, 0x01 });

            Assert.AreEqual((int)SmartAudioVersion.V21, (int)settings.Version);
            Assert.AreEqual(14, settings.Power);
            Assert.AreEqual(3, settings.LevelCount);
            Assert.AreEqual(14, settings.GetLevelDbm(0));
            Assert.AreEqual(20, settings.GetLevelDbm(1));
            Assert.AreEqual(26, settings.GetLevelDbm(2));
        }

        [TestMethod]
        public void SettingsOfVersion21_WithoutTheLevelOf0_InTheOtherLength_AreRead()
        {
            SmartAudioSettings settings =
                Read(Sealed(new byte[] { 0xAA, 0x55, 0x11, 0x0A, 0x00, 0x00, 0x00, 0x16, 0xE9, 0x0E, 0x03, 0x0E, 0x14, 0x1A, 0 }));

            Assert.AreEqual(3, settings.LevelCount);
            Assert.AreEqual(26, settings.GetLevelDbm(2));
        }

        [TestMethod]
        public void RepliesToOrders_AreRead()
        {
            Assert.AreEqual(2, ReadReply(new byte[] { 0xAA, 0x55, 0x02, 0x03, 0x00, 0x01, 0x0F }).Count);
            Assert.AreEqual(2, ReadReply(new byte[] { 0xAA, 0x55, 0x03, 0x03, 0x00, 0x01, 0x4A }).Count);
            Assert.AreEqual(3, ReadReply(new byte[] { 0xAA, 0x55, 0x04, 0x04, 0x16, 0xE9, 0x01, 0xF8 }).Count);
            Assert.AreEqual(2, ReadReply(new byte[] { 0xAA, 0x55, 0x05, 0x03, 0x0A, 0x01, 0x4F }).Count);
            Assert.AreEqual(3, ReadReply(new byte[] { 0xAA, 0x55, 0x04, 0x03, 0x16, 0xE9, 0x01, 0xF6 }).Count);
        }

        [TestMethod]
        public void AnyBitFlipped_IsNoReply()
        {
            byte[] sound = { 0xAA, 0x55, 0x09, 0x06, 0x01, 0x00, 0x1A, 0x16, 0xE9, 0x0A };
            for (int bit = 0; bit < sound.Length * 8; bit++)
            {
                byte[] frame = (byte[])sound.Clone();
                frame[bit / 8] ^= (byte)(1 << (bit % 8));
                var parser = new SmartAudioParser();
                parser.Feed(frame, 0, frame.Length);

                Assert.IsFalse(parser.TryRead(new SmartAudioReply()), "bit " + bit.ToString());
            }
        }

        [TestMethod]
        public void BrokenOffFrame_DoesNotHideTheNext()
        {
            byte[] sound = { 0xAA, 0x55, 0x02, 0x03, 0x00, 0x01, 0x0F };
            for (int kept = 1; kept < sound.Length; kept++)
            {
                var parser = new SmartAudioParser();
                parser.Feed(sound, 0, kept);
                parser.TryRead(new SmartAudioReply());
                parser.Feed(sound, 0, sound.Length);
                parser.Feed(sound, 0, sound.Length);

                Assert.IsTrue(parser.TryRead(new SmartAudioReply()), "kept " + kept.ToString());
            }
        }

        [TestMethod]
        public void OwnRequest_IsStrippedOnce_AndIsNeverAReply()
        {
            var request = new byte[SmartAudioFrame.MaxRequestBytes];
            int count = SmartAudioFrame.WriteRequest(request, SmartAudioCommand.SetFrequency, 5865, 2);
            var parser = new SmartAudioParser();
            parser.Expect(request, count);
            parser.Feed(new byte[] { 0 }, 0, 1);
            parser.Feed(request, 0, count);
            byte[] reply = { 0xAA, 0x55, 0x04, 0x04, 0x16, 0xE9, 0x01, 0xF8 };
            parser.Feed(reply, 0, reply.Length);

            var read = new SmartAudioReply();
            Assert.IsTrue(parser.TryRead(read));
            Assert.AreEqual(SmartAudioCommand.SetFrequency, read.Command);
            Assert.AreEqual(1u, parser.Echoes);
            Assert.AreEqual(0u, parser.BadFrames);
            Assert.AreEqual(0u, parser.NoiseBytes);

            parser.Feed(request, 0, count);
            Assert.IsFalse(parser.TryRead(read));
        }

        [TestMethod]
        public void ImpossibleFrequency_IsNoSettings()
        {
            var settings = new SmartAudioSettings();
            SmartAudioReply reply = ReadReply(Sealed(new byte[] { 0xAA, 0x55, 0x09, 0x05, 0x00, 0x00, 0x01, 0x00, 0x05, 0 }));

            Assert.IsFalse(settings.TryTake(reply));
            Assert.AreEqual((int)SmartAudioVersion.Unknown, (int)settings.Version);
        }

        [TestMethod]
        public void Decibels_AreMilliwatts()
        {
            Assert.AreEqual(1, SmartAudioSettings.ToMilliwatts(0));
            Assert.AreEqual(25, SmartAudioSettings.ToMilliwatts(14));
            Assert.AreEqual(200, SmartAudioSettings.ToMilliwatts(23));
            Assert.AreEqual(398, SmartAudioSettings.ToMilliwatts(26));
            Assert.AreEqual(1000, SmartAudioSettings.ToMilliwatts(30));
            Assert.AreEqual(0, SmartAudioSettings.ToMilliwatts(-1));
            Assert.AreEqual(0, SmartAudioSettings.ToMilliwatts(37));
        }

        private static void Check(int command, int value, int payloadBytes, byte[] expected)
        {
            var buffer = new byte[SmartAudioFrame.MaxRequestBytes];

            Assert.AreEqual(expected.Length, SmartAudioFrame.WriteRequest(buffer, command, value, payloadBytes));
            for (int index = 0; index < expected.Length; index++)
            {
                Assert.AreEqual(expected[index], buffer[index], "at " + index.ToString());
            }
        }

        private static void AssertSettings(byte[] frame, SmartAudioVersion version)
        {
            SmartAudioSettings settings = Read(frame);
            Assert.AreEqual((int)version, (int)settings.Version);
            Assert.AreEqual(5865, settings.FrequencyMhz);
            Assert.IsFalse(settings.IsPit);
        }

        private static SmartAudioSettings Read(byte[] frame)
        {
            var settings = new SmartAudioSettings();
            Assert.IsTrue(settings.TryTake(ReadReply(frame)));
            return settings;
        }

        private static SmartAudioReply ReadReply(byte[] frame)
        {
            var parser = new SmartAudioParser();
            var reply = new SmartAudioReply();
            for (int index = 0; index < frame.Length; index++)
            {
                Assert.IsFalse(parser.TryRead(reply), "too early");
                parser.Feed(frame, index, 1);
            }

            Assert.IsTrue(parser.TryRead(reply), "no reply");
            Assert.IsFalse(parser.TryRead(new SmartAudioReply()), "one too many");
            return reply;
        }

        private static byte[] Sealed(byte[] frame)
        {
            frame[frame.Length - 1] = SmartAudioFrame.Crc(frame, 2, frame.Length - 3);
            return frame;
        }
    }
}

using DroneLink.Drivers.Mavlink;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Mavlink
{
    [TestClass]
    public class MavlinkParserTests
    {
        [TestMethod]
        public void Crc_OfCheckString_IsTheCatalogues()
        {
            byte[] check = MavlinkFrames.FromHex("3132333435363738");

            Assert.AreEqual(0x6F91, MavlinkCrc.Compute(check, 0, 8, '9'));
        }

        [TestMethod]
        public void Crc_Extra_IsKnownForTheMessagesThatAreDecoded()
        {
            Assert.AreEqual(50, MavlinkCrc.GetExtra(MavlinkId.Heartbeat));
            Assert.AreEqual(124, MavlinkCrc.GetExtra(MavlinkId.SysStatus));
            Assert.AreEqual(137, MavlinkCrc.GetExtra(MavlinkId.SystemTime));
            Assert.AreEqual(24, MavlinkCrc.GetExtra(MavlinkId.GpsRawInt));
            Assert.AreEqual(39, MavlinkCrc.GetExtra(MavlinkId.Attitude));
            Assert.AreEqual(104, MavlinkCrc.GetExtra(MavlinkId.GlobalPositionInt));
            Assert.AreEqual(20, MavlinkCrc.GetExtra(MavlinkId.VfrHud));
            Assert.AreEqual(185, MavlinkCrc.GetExtra(MavlinkId.RadioStatus));
            Assert.AreEqual(154, MavlinkCrc.GetExtra(MavlinkId.BatteryStatus));
            Assert.AreEqual(83, MavlinkCrc.GetExtra(MavlinkId.StatusText));
            Assert.AreEqual(109, MavlinkCrc.GetExtra(MavlinkId.VideoStreamInformation));
            Assert.AreEqual(59, MavlinkCrc.GetExtra(MavlinkId.VideoStreamStatus));
            Assert.AreEqual(147, MavlinkCrc.GetExtra(MavlinkId.Tunnel));
            Assert.AreEqual(MavlinkCrc.UnknownExtra, MavlinkCrc.GetExtra(3));
            Assert.AreEqual(MavlinkCrc.UnknownExtra, MavlinkCrc.GetExtra(MavlinkFrames.UnknownId));
        }

        [TestMethod]
        public void PublishedSamples_AreAllRead()
        {
            var parser = new MavlinkParser();
            string all = MavlinkFrames.Heartbeat + MavlinkFrames.GpsRawInt + MavlinkFrames.BatteryStatus
                + MavlinkFrames.GlobalPositionInt + MavlinkFrames.SysStatus + MavlinkFrames.VfrHud + MavlinkFrames.RadioStatus
                + MavlinkFrames.GroundStation;

            Assert.AreEqual(8, CountMessages(parser, MavlinkFrames.FromHex(all)));
            Assert.AreEqual(0u, parser.FalseStarts);
            Assert.AreEqual(0u, parser.SkippedBytes);
            Assert.AreEqual(0, parser.PendingBytes);
        }

        [TestMethod]
        public void SampleHeader_IsTakenApart()
        {
            MavlinkMessage message = ReadOne(MavlinkFrames.FromHex(MavlinkFrames.Heartbeat));

            Assert.AreEqual(2, message.ProtocolVersion);
            Assert.AreEqual((byte)42, message.SystemId);
            Assert.AreEqual((byte)150, message.ComponentId);
            Assert.AreEqual((byte)7, message.Sequence);
            Assert.AreEqual(MavlinkId.Heartbeat, message.MessageId);
            Assert.AreEqual(9, message.PayloadLength);
            Assert.IsFalse(message.IsSigned);
        }

        [TestMethod]
        public void InvalidSample_IsRefused()
        {
            var parser = new MavlinkParser();

            Assert.AreEqual(0, CountMessages(parser, MavlinkFrames.FromHex(MavlinkFrames.Invalid + MavlinkFrames.Invalid)));
            parser.EndBurst();
            Assert.IsFalse(parser.TryRead(new MavlinkMessage()));
            Assert.AreEqual(24u, parser.SkippedBytes);
        }

        [TestMethod]
        public void OneByteAtATime_ReadsTheSame()
        {
            var parser = new MavlinkParser();
            var message = new MavlinkMessage();
            byte[] frame = MavlinkFrames.FromHex(MavlinkFrames.SysStatus);
            for (int at = 0; at < frame.Length - 1; at++)
            {
                Assert.AreEqual(1, parser.Feed(frame, at, 1));
                Assert.IsFalse(parser.TryRead(message));
            }

            parser.Feed(frame, frame.Length - 1, 1);
            Assert.IsTrue(parser.TryRead(message));
        }

        [TestMethod]
        public void EachBitFlipped_IsRefusedAndTheNextFrameIsRead()
        {
            byte[] good = MavlinkFrames.AutopilotHeartbeat(9, 1);
            byte[] frame = MavlinkFrames.AutopilotHeartbeat(8, 1);
            for (int bit = 0; bit < frame.Length * 8; bit += 3)
            {
                byte[] damaged = MavlinkFrames.Join(frame, good);
                damaged[bit / 8] ^= (byte)(1 << (bit % 8));
                var parser = new MavlinkParser();
                var message = new MavlinkMessage();
                parser.Feed(damaged, 0, damaged.Length);
                parser.EndBurst();

                Assert.IsTrue(parser.TryRead(message), "bit " + bit);
                Assert.AreEqual((byte)9, message.Sequence);
                Assert.IsFalse(parser.TryRead(message));
            }
        }

        [TestMethod]
        public void BothVersionsMixed_AreRead()
        {
            var payload = new byte[] { 68, 0, 0, 0, 2, 3, 81, 4, 3 };
            byte[] v1 = MavlinkFrames.V1(1, 1, 1, 0, payload, MavlinkFrames.HeartbeatExtra);
            byte[] both = MavlinkFrames.Join(MavlinkFrames.Join(v1, MavlinkFrames.FromHex(MavlinkFrames.Heartbeat)), v1);
            var parser = new MavlinkParser();
            var message = new MavlinkMessage();
            parser.Feed(both, 0, both.Length);

            Assert.IsTrue(parser.TryRead(message));
            Assert.AreEqual(1, message.ProtocolVersion);
            Assert.IsTrue(parser.TryRead(message));
            Assert.AreEqual(2, message.ProtocolVersion);
            Assert.IsTrue(parser.TryRead(message));
            Assert.AreEqual(1, message.ProtocolVersion);
            Assert.AreEqual(68u, message.GetUInt32(0));
        }

        [TestMethod]
        public void SignedFrame_IsReadAndItsSignatureSteppedOver()
        {
            byte[] signed = MavlinkFrames.V2(1, 3, 1, 1, 0, new byte[] { 1, 0, 0, 0, 2, 3, 0, 4, 3 }, MavlinkFrames.HeartbeatExtra);
            byte[] both = MavlinkFrames.Join(signed, MavlinkFrames.AutopilotHeartbeat(4, 1));
            var parser = new MavlinkParser();
            var message = new MavlinkMessage();
            parser.Feed(both, 0, signed.Length - 1);
            Assert.IsFalse(parser.TryRead(message), "the signature belongs to the frame");
            parser.Feed(both, signed.Length - 1, both.Length - signed.Length + 1);

            Assert.IsTrue(parser.TryRead(message));
            Assert.IsTrue(message.IsSigned);
            Assert.IsTrue(parser.TryRead(message));
            Assert.IsFalse(message.IsSigned);
            Assert.AreEqual(0u, parser.SkippedBytes);
        }

        [TestMethod]
        public void UnknownIncompatibility_IsDroppedWhole()
        {
            byte[] frame = MavlinkFrames.V2(2, 3, 1, 1, 0, new byte[] { 1, 0, 0, 0, 2, 3, 0, 4, 3 }, MavlinkFrames.HeartbeatExtra);
            var parser = new MavlinkParser();

            Assert.AreEqual(1, CountMessages(parser, MavlinkFrames.Join(frame, MavlinkFrames.AutopilotHeartbeat(4, 1))));
            Assert.AreEqual(1u, parser.UnsupportedFrames);
            Assert.AreEqual(0u, parser.SkippedBytes);
            Assert.AreEqual(0u, parser.Loss.Lost, "dropped here; not on the way");
        }

        [TestMethod]
        public void TruncatedPayload_ReadsAsZeros_NotAsTheMessageBefore()
        {
            var ones = new byte[28];
            for (int index = 0; index < ones.Length; index++)
            {
                ones[index] = 0xAA;
            }

            byte[] full = MavlinkFrames.V2(0, 0, 1, 1, MavlinkId.Attitude, ones, MavlinkFrames.AttitudeExtra);
            byte[] cut = MavlinkFrames.V2(0, 1, 1, 1, MavlinkId.Attitude, new byte[] { 5 }, MavlinkFrames.AttitudeExtra);
            byte[] both = MavlinkFrames.Join(full, cut);
            var parser = new MavlinkParser();
            var message = new MavlinkMessage();
            parser.Feed(both, 0, both.Length);
            Assert.IsTrue(parser.TryRead(message));
            Assert.IsTrue(parser.TryRead(message));

            Assert.AreEqual(5u, message.GetUInt32(0));
            for (int offset = 1; offset < MavlinkMessage.MaxPayloadBytes; offset++)
            {
                Assert.AreEqual((byte)0, message.GetByte(offset));
            }
        }

        [TestMethod]
        public void GoodFrameInsideAFalseOne_IsRead()
        {
            // The false start claims 255 bytes of a known message, and the good one is right in it.
            byte[] start = MavlinkFrames.FromHex("fdff0000000101000000");
            byte[] stream = MavlinkFrames.Join(start, MavlinkFrames.AutopilotHeartbeat(5, 1));
            stream = MavlinkFrames.Join(stream, new byte[300]);
            var parser = new MavlinkParser();

            Assert.AreEqual(1, CountMessages(parser, stream));
        }

        [TestMethod]
        public void CutFrame_CostsOnlyItself()
        {
            byte[] cut = MavlinkFrames.Cut(MavlinkFrames.AutopilotHeartbeat(1, 1), 15);
            byte[] stream = MavlinkFrames.Join(cut, MavlinkFrames.AutopilotHeartbeat(2, 1));
            stream = MavlinkFrames.Join(stream, MavlinkFrames.AutopilotHeartbeat(3, 1));
            var parser = new MavlinkParser();

            Assert.AreEqual(2, CountMessages(parser, stream));
        }

        [TestMethod]
        public void GarbageThatLooksLikeAnUnknownMessage_SwallowsNothing()
        {
            // Without a check of its own it would be stepped over by its length, and the good frame with it.
            byte[] garbage = MavlinkFrames.FromHex("fd150000000101563412");
            byte[] stream = MavlinkFrames.Join(garbage, MavlinkFrames.AutopilotHeartbeat(1, 1));
            stream = MavlinkFrames.Join(stream, MavlinkFrames.AutopilotHeartbeat(2, 1));
            var parser = new MavlinkParser();

            Assert.AreEqual(2, CountMessages(parser, stream));
            Assert.AreEqual(0u, parser.UnknownMessages);
        }

        [TestMethod]
        public void UnknownMessageBetweenGoodOnes_IsSteppedOverAndCounted()
        {
            byte[] unknown = MavlinkFrames.V2(0, 2, 1, 1, MavlinkFrames.UnknownId, MavlinkFrames.AutopilotHeartbeat(77, 9), 1);
            byte[] stream = MavlinkFrames.Join(MavlinkFrames.AutopilotHeartbeat(1, 1), unknown);
            stream = MavlinkFrames.Join(stream, MavlinkFrames.AutopilotHeartbeat(3, 1));
            var parser = new MavlinkParser();

            Assert.AreEqual(2, CountMessages(parser, stream), "a frame inside an unknown message is payload");
            Assert.AreEqual(1u, parser.UnknownMessages);
            Assert.AreEqual(0u, parser.Loss.Lost, "an unknown message is not a lost one");
            Assert.AreEqual(0u, parser.SkippedBytes);
        }

        [TestMethod]
        public void CutUnknownMessage_DoesNotSwallowTheNext()
        {
            byte[] unknown = MavlinkFrames.V2(0, 2, 1, 1, MavlinkFrames.UnknownId, new byte[60], 1);
            byte[] stream = MavlinkFrames.Join(MavlinkFrames.AutopilotHeartbeat(1, 1), MavlinkFrames.Cut(unknown, 40));
            stream = MavlinkFrames.Join(stream, MavlinkFrames.AutopilotHeartbeat(3, 1));
            stream = MavlinkFrames.Join(stream, MavlinkFrames.AutopilotHeartbeat(4, 1));
            var parser = new MavlinkParser();

            Assert.AreEqual(3, CountMessages(parser, stream));
            Assert.AreEqual(0u, parser.UnknownMessages);
            Assert.AreEqual(1u, parser.Loss.Lost);
        }

        [TestMethod]
        public void UnknownMessageAtTheEndOfABurst_IsTakenWhenTheLineIsQuiet()
        {
            byte[] unknown = MavlinkFrames.V2(0, 2, 1, 1, MavlinkFrames.UnknownId, new byte[60], 1);
            byte[] stream = MavlinkFrames.Join(MavlinkFrames.AutopilotHeartbeat(1, 1), unknown);
            var parser = new MavlinkParser();
            Assert.AreEqual(1, CountMessages(parser, stream));
            Assert.AreEqual(0u, parser.UnknownMessages, "what follows decides");

            parser.EndBurst();
            Assert.IsFalse(parser.TryRead(new MavlinkMessage()));
            Assert.AreEqual(1u, parser.UnknownMessages);
            Assert.AreEqual(0, parser.PendingBytes);
        }

        [TestMethod]
        public void QuietLine_EndsAFrameThatBrokeOff()
        {
            byte[] start = MavlinkFrames.FromHex("fdff0000000101000000");
            byte[] stream = MavlinkFrames.Join(start, MavlinkFrames.AutopilotHeartbeat(5, 1));
            var parser = new MavlinkParser();
            Assert.AreEqual(0, CountMessages(parser, stream), "the false start may still become whole");

            parser.EndBurst();
            Assert.IsTrue(parser.TryRead(new MavlinkMessage()));
        }

        [TestMethod]
        public void LongestFrame_IsRead()
        {
            var payload = new byte[MavlinkMessage.MaxPayloadBytes];
            payload[254] = 0x5A;
            byte[] frame = MavlinkFrames.V2(1, 0, 1, 1, 0, payload, MavlinkFrames.HeartbeatExtra);

            Assert.AreEqual(MavlinkParser.MaxFrameBytes, frame.Length);
            Assert.AreEqual((byte)0x5A, ReadOne(frame).GetByte(254));
        }

        [TestMethod]
        public void FullBuffer_TakesWhatFits()
        {
            var parser = new MavlinkParser();
            var bytes = new byte[MavlinkParser.BufferBytes + 1];

            Assert.AreEqual(MavlinkParser.BufferBytes, parser.Feed(bytes, 0, bytes.Length));
            Assert.AreEqual(0, parser.Feed(bytes, 0, 1));
            Assert.IsFalse(parser.TryRead(new MavlinkMessage()));
            Assert.AreEqual(1, parser.Feed(bytes, 0, 1));
        }

        private static MavlinkMessage ReadOne(byte[] frame)
        {
            var parser = new MavlinkParser();
            var message = new MavlinkMessage();
            parser.Feed(frame, 0, frame.Length);
            Assert.IsTrue(parser.TryRead(message));
            return message;
        }

        private static int CountMessages(MavlinkParser parser, byte[] stream)
        {
            var message = new MavlinkMessage();
            int count = 0;
            int at = 0;
            while (at < stream.Length)
            {
                at += parser.Feed(stream, at, stream.Length - at);
                while (parser.TryRead(message))
                {
                    count++;
                }
            }

            return count;
        }
    }
}

using DroneLink.Firmware.Cryptography;
using DroneLink.Firmware.Telemetry;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Telemetry
{
    [TestClass]
    public class OutgoingFrameTests
    {
        private const long Utc = 1735689600000;
        private static FrameBuilder _builder;
        private static OutgoingFrame _outgoing;
        private static DeviceClock _clock;

        [TestMethod]
        public void FrameFromBeforeTheClock_GetsTheAnchor_HoweverOftenAndWheneverItIsSent()
        {
            Begin(7, false, 5000);
            Assert.AreEqual(5000L, Send(7).BaseTime);
            Assert.AreEqual(0, (int)Send(7).Flags);
            _clock.TrySet(Utc + 9000, 9000);
            for (int i = 0; i < 3; i++)
            {
                FrameView view = Send(7);
                Assert.AreEqual(Utc + 5000, view.BaseTime);
                Assert.AreEqual((int)FrameFormat.ClockSynced, (int)view.Flags);
                _clock.TrySet(Utc + (3600000 * i), 10000);
            }
        }

        [TestMethod]
        public void FrameOfAnotherBoot_StaysWithoutUtc()
        {
            Begin(6, false, 5000);
            _clock.TrySet(Utc, 0);
            FrameView view = Send(7);
            Assert.AreEqual(5000L, view.BaseTime);
            Assert.AreEqual(0, (int)view.Flags);
            Assert.AreEqual(6u, view.BootId);
        }

        [TestMethod]
        public void FrameInUtc_IsLeftAsItIs()
        {
            Begin(7, true, Utc);
            _clock.TrySet(Utc + 99999999, 0);
            FrameView view = Send(7);
            Assert.AreEqual(Utc, view.BaseTime);
            Assert.AreEqual(_builder.SealedLength, _outgoing.Length);
            for (int i = 0; i < _outgoing.Length; i++)
            {
                Assert.AreEqual(_builder.Buffer[_builder.SealedOffset + i], _outgoing.Buffer[i]);
            }
        }

        [TestMethod]
        public void Signature_IsTheStartOfTheHmacOfAllBeforeIt()
        {
            Begin(7, false, 1);
            byte[] key = Hex.TryDecode("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");
            HmacSha256 hmac = new HmacSha256(key);
            for (int round = 0; round < 2; round++)
            {
                Assert.IsTrue(_outgoing.TryPrepare(_builder.Buffer, _builder.SealedOffset, _builder.SealedLength, 7, _clock, hmac));
                int signed = _outgoing.Length - FrameFormat.CrcBytes - FrameFormat.SignatureBytes;
                HmacSha256 other = new HmacSha256(key);
                byte[] code = new byte[Sha256.HashBytes];
                other.Update(_outgoing.Buffer, 0, signed);
                other.Finish(code, 0);
                for (int i = 0; i < FrameFormat.SignatureBytes; i++)
                {
                    Assert.AreEqual(code[i], _outgoing.Buffer[signed + i]);
                }

                FrameView view = new FrameView(_outgoing.Buffer, 0, _outgoing.Length);
                Assert.AreEqual((int)FrameFormat.Signed, (int)view.Flags);
                Assert.IsNull(view.Check());
            }
        }

        [TestMethod]
        public void MalformedHead_IsRefused()
        {
            Begin(7, false, 1);
            byte[] frame = new byte[_builder.SealedLength];
            System.Array.Copy(_builder.Buffer, _builder.SealedOffset, frame, 0, frame.Length);
            frame[3] = 255;
            Assert.IsFalse(_outgoing.TryPrepare(frame, 0, frame.Length, 7, _clock, null));
            frame[3] = (byte)(frame.Length - 10);
            Assert.IsFalse(_outgoing.TryPrepare(frame, 0, frame.Length, 7, _clock, null));
        }

        private static void Begin(uint bootId, bool synced, long baseTime)
        {
            _builder = new FrameBuilder(new byte[] { (byte)'d' }, bootId);
            _builder.Start(300);
            _builder.TryAddText(6, new byte[] { (byte)'x' }, 0, 1, 0);
            _builder.Seal(synced, baseTime);
            _outgoing = new OutgoingFrame();
            _clock = new DeviceClock();
        }

        private static FrameView Send(uint bootId)
        {
            Assert.IsTrue(_outgoing.TryPrepare(_builder.Buffer, _builder.SealedOffset, _builder.SealedLength, bootId, _clock, null));
            Assert.IsNull(new FrameView(_outgoing.Buffer, 0, _outgoing.Length).Check());
            return new FrameView(_outgoing.Buffer, 0, _outgoing.Length);
        }
    }
}

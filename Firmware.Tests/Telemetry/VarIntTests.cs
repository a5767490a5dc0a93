using DroneLink.Firmware.Telemetry;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Telemetry
{
    [TestClass]
    public class VarIntTests
    {
        [TestMethod]
        public void ZigZag_MapsSmallMagnitudesToSmallNumbers_AndTheExtremes()
        {
            Assert.AreEqual(0UL, VarInt.ZigZag(0));
            Assert.AreEqual(1UL, VarInt.ZigZag(-1));
            Assert.AreEqual(2UL, VarInt.ZigZag(1));
            Assert.AreEqual(ulong.MaxValue - 1, VarInt.ZigZag(long.MaxValue));
            Assert.AreEqual(ulong.MaxValue, VarInt.ZigZag(long.MinValue));
        }

        [TestMethod]
        public void EveryLength_RoundTrips_AtBothOfItsEnds()
        {
            byte[] buffer = new byte[12];
            for (int bits = 0; bits <= 64; bits++)
            {
                ulong value = bits == 64 ? ulong.MaxValue : (1UL << bits) - 1;
                RoundTrip(buffer, value);
                if (bits < 64)
                {
                    RoundTrip(buffer, value + 1);
                }
            }
        }

        [TestMethod]
        public void Read_RefusesNeedlessGroups_OverflowAndTheEnd()
        {
            Check(false, 32, 0x80, 0x00);
            Check(false, 32, 0x81, 0x80, 0x00);
            Check(true, 32, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F);
            Check(false, 32, 0xFF, 0xFF, 0xFF, 0xFF, 0x1F);
            Check(false, 32, 0xFF, 0xFF, 0xFF, 0xFF, 0x8F, 0x01);
            Check(true, 64, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01);
            Check(false, 64, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02);
            Check(false, 64, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x81, 0x00);
            Check(false, 32, 0x80);
            Check(false, 32);
        }

        [TestMethod]
        public void Crc32_HasItsCheckValue_InOneAndInParts()
        {
            byte[] digits = System.Text.Encoding.UTF8.GetBytes("0123456789");
            Assert.AreEqual(0xCBF43926u, Crc32.Compute(digits, 1, 9));
            Assert.AreEqual(0u, Crc32.Compute(digits, 3, 0));
            for (int split = 0; split <= 9; split++)
            {
                uint first = Crc32.Compute(digits, 1, split);
                Assert.AreEqual(0xCBF43926u, Crc32.Compute(digits, 1 + split, 9 - split, first));
            }
        }

        [TestMethod]
        public void LittleEndian_RoundTripsTheExtremes()
        {
            byte[] buffer = new byte[8];
            LittleEndian.WriteUInt32(buffer, 1, 0xFEDCBA98);
            Assert.AreEqual(0xFEDCBA98u, LittleEndian.ReadUInt32(buffer, 1));
            Assert.AreEqual((byte)0x98, buffer[1]);
            LittleEndian.WriteUInt16(buffer, 5, 0xFFFE);
            Assert.AreEqual(0xFFFE, LittleEndian.ReadUInt16(buffer, 5));
        }

        private static void RoundTrip(byte[] buffer, ulong value)
        {
            int end = VarInt.Write(buffer, 1, value);
            Assert.AreEqual(VarInt.Size(value), end - 1);
            int at = 1;
            Assert.IsTrue(VarInt.TryRead(buffer, ref at, end, 64, out ulong read));
            Assert.AreEqual(value, read);
            Assert.AreEqual(end, at);
            at = 1;
            Assert.IsFalse(VarInt.TryRead(buffer, ref at, end - 1, 64, out ulong _), "read beyond the end");
            at = 1;
            Assert.AreEqual(value <= uint.MaxValue, VarInt.TryRead(buffer, ref at, end, 32, out ulong _), "width");
        }

        private static void Check(bool expected, int bits, params byte[] bytes)
        {
            int at = 0;
            Assert.AreEqual(expected, VarInt.TryRead(bytes, ref at, bytes.Length, bits, out ulong _));
        }
    }
}

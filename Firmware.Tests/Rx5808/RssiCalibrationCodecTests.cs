using System;
using DroneLink.Drivers.Rx5808;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Rx5808
{
    [TestClass]
    public class RssiCalibrationCodecTests
    {
        [TestMethod]
        public void Stored_ReadsBack()
        {
            var read = new RssiPinOptions();

            Assert.IsTrue(RssiCalibration.TryParse(Sample(), RssiCalibration.StoredBytes, read, out int mhz));

            Assert.AreEqual(5800, mhz);
            Assert.AreEqual(412, read.MinMv);
            Assert.AreEqual(-9150, read.MinCentiDbm);
            Assert.AreEqual(1037, read.MaxMv);
            Assert.AreEqual(-3590, read.MaxCentiDbm);
            Assert.AreEqual(32, read.Oversampling);
            Assert.IsTrue(read.Calibrated);
        }

        [TestMethod]
        public void OffsetOfTheBoard_IsNotStored_AndStays()
        {
            var read = new RssiPinOptions { OffsetMv = 30 };

            Assert.IsTrue(RssiCalibration.TryParse(Sample(), RssiCalibration.StoredBytes, read, out _));
            Assert.AreEqual(30, read.OffsetMv);
        }

        [TestMethod]
        public void Stored_IsTheKnownBytes()
        {
            byte[] expected = { 1, 1, 32, 0, 0x9C, 0x01, 0x42, 0xDC, 0x0D, 0x04, 0xFA, 0xF1, 0xA8, 0x16 };
            byte[] stored = Sample();

            Assert.AreEqual(16, stored.Length);
            for (int index = 0; index < expected.Length; index++)
            {
                Assert.AreEqual(expected[index], stored[index], "at " + index.ToString());
            }
        }

        [TestMethod]
        public void AnyBitFlipped_IsRefusedAndNothingChanges()
        {
            for (int bit = 0; bit < RssiCalibration.StoredBytes * 8; bit++)
            {
                byte[] stored = Sample();
                stored[bit / 8] ^= (byte)(1 << (bit % 8));
                var read = new RssiPinOptions();

                Assert.IsFalse(RssiCalibration.TryParse(stored, stored.Length, read, out _), "bit " + bit.ToString());
                Assert.AreEqual(500, read.MinMv);
                Assert.IsFalse(read.Calibrated);
            }
        }

        [TestMethod]
        public void OtherLength_IsRefused()
        {
            var read = new RssiPinOptions();

            Assert.IsFalse(RssiCalibration.TryParse(Sample(), RssiCalibration.StoredBytes - 1, read, out _));
            Assert.IsFalse(RssiCalibration.TryParse(new byte[3], RssiCalibration.StoredBytes, read, out _));
            Assert.IsFalse(RssiCalibration.TryParse(new byte[0], 0, read, out _));
        }

        [TestMethod]
        public void WhatNoPinTakes_IsNotStored()
        {
            Assert.ThrowsException(typeof(ArgumentException), () => RssiCalibration.ToBytes(new RssiPinOptions { MinMv = 1100 }, 0));
            Assert.ThrowsException(typeof(ArgumentException), () => RssiCalibration.ToBytes(new RssiPinOptions { MinCentiDbm = -40000 }, 0));
            Assert.ThrowsException(typeof(ArgumentException), () => RssiCalibration.ToBytes(new RssiPinOptions(), -1));
            Assert.ThrowsException(typeof(ArgumentException), () => RssiCalibration.ToBytes(new RssiPinOptions(), 65536));
            Assert.AreEqual(RssiCalibration.StoredBytes, RssiCalibration.ToBytes(new RssiPinOptions(), 65535).Length);
        }

        [TestMethod]
        public void SoundBytesOfAnotherVersion_OrThatNoPinTakes_AreRefused()
        {
            AssertRefused(0, 2);
            AssertRefused(2, 0); // no ADC reads
            AssertRefused(9, 0); // an upper point below the lower
            Assert.IsTrue(RssiCalibration.TryParse(Resealed(1, 0), RssiCalibration.StoredBytes, new RssiPinOptions(), out _));
        }

        private static void AssertRefused(int offset, byte value)
        {
            var read = new RssiPinOptions();
            Assert.IsFalse(RssiCalibration.TryParse(Resealed(offset, value), RssiCalibration.StoredBytes, read, out _));
            Assert.AreEqual(500, read.MinMv);
        }

        // A byte is another, and the check fits.
        private static byte[] Resealed(int offset, byte value)
        {
            byte[] stored = Sample();
            stored[offset] = value;
            int crc = 0xFFFF;
            for (int bit = 0; bit < 14 * 8; bit++)
            {
                int top = ((crc >> 15) ^ (stored[bit / 8] >> (7 - (bit % 8)))) & 1;
                crc = ((crc << 1) ^ (top == 1 ? 0x1021 : 0)) & 0xFFFF;
            }

            stored[14] = (byte)crc;
            stored[15] = (byte)(crc >> 8);
            return stored;
        }

        private static byte[] Sample()
        {
            var options = new RssiPinOptions
            {
                MinMv = 412,
                MinCentiDbm = -9150,
                MaxMv = 1037,
                MaxCentiDbm = -3590,
                Oversampling = 32,
                Calibrated = true,
            };
            return RssiCalibration.ToBytes(options, 5800);
        }
    }
}

using System;
using DroneLink.Drivers.Rx5808;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Rx5808
{
    [TestClass]
    public class Rx5808RegisterTests
    {
        private static readonly int[] Mhz =
            { 5865, 5845, 5725, 5733, 5866, 5705, 5945, 5740, 5800, 5658, 5695, 5732, 5769, 5806, 5843, 5880, 5917 };

        private static readonly int[] Words =
        {
            0x2A05, 0x299B, 0x289F, 0x2903, 0x2A05, 0x2895, 0x2A8D, 0x2906, 0x2984, 0x281D, 0x2890, 0x2902, 0x2915, 0x2987, 0x299A,
            0x2A0C, 0x2A1F,
        };

        [TestMethod]
        public void SynthesizerB_KnownFrequencies_GiveKnownWords()
        {
            for (int index = 0; index < Mhz.Length; index++)
            {
                Assert.AreEqual(Words[index], Rx5808Register.SynthesizerB(Mhz[index]), "MHz " + Mhz[index].ToString());
            }
        }

        [TestMethod]
        public void TunedMhz_OddIsExact_EvenIsOneLow()
        {
            for (int mhz = Rx5808Register.MinMhz; mhz <= Rx5808Register.MaxMhz; mhz++)
            {
                int expected = (mhz & 1) == 1 ? mhz : mhz - 1;
                Assert.AreEqual(expected, Rx5808Register.TunedMhz(Rx5808Register.SynthesizerB(mhz)));
            }
        }

        [TestMethod]
        public void SynthesizerB_OutOfRange_IsRefused()
        {
            Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => Rx5808Register.SynthesizerB(Rx5808Register.MinMhz - 1));
            Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => Rx5808Register.SynthesizerB(Rx5808Register.MaxMhz + 1));
        }

        [TestMethod]
        public void Frame_KnownWrites_GiveKnownWords()
        {
            Assert.AreEqual(0x540B1, Rx5808Register.Frame(Rx5808Register.SynthesizerBAddress, 0x2A05));
            Assert.AreEqual(0x21827A, Rx5808Register.Frame(Rx5808Register.PowerDownAddress, Rx5808Register.PowerDown(Rx5808Power.On)));
            Assert.AreEqual(0x21BE7A, Rx5808Register.Frame(Rx5808Register.PowerDownAddress, Rx5808Register.PowerDown(Rx5808Power.AudioOff)));
            Assert.AreEqual(0x1A1BE7A, Rx5808Register.Frame(Rx5808Register.PowerDownAddress, Rx5808Register.PowerDown(Rx5808Power.RssiOnly)));
            Assert.AreEqual(0x1FFFFFA, Rx5808Register.Frame(Rx5808Register.PowerDownAddress, Rx5808Register.PowerDown(Rx5808Power.Off)));
            Assert.AreEqual(0x1F, Rx5808Register.Frame(Rx5808Register.StateAddress, 0));
        }

        [TestMethod]
        public void Frame_InTheOrderOfTheWire_IsTheKnownOne()
        {
            int frame = Rx5808Register.Frame(Rx5808Register.SynthesizerBAddress, 0x2A05);
            string wire = "";
            for (int bit = 0; bit < Rx5808Register.FrameBits; bit++)
            {
                wire += ((frame >> bit) & 1) == 1 ? "1" : "0";
            }

            Assert.AreEqual("1000110100000010101000000", wire);
        }

        [TestMethod]
        public void Frame_OutOfRange_IsRefused()
        {
            Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => Rx5808Register.Frame(16, 0));
            Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => Rx5808Register.Frame(-1, 0));
            Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => Rx5808Register.Frame(1, Rx5808Register.MaxData + 1));
            Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => Rx5808Register.Frame(1, -1));
        }

        [TestMethod]
        public void IsSilence_OnlyAllZerosAndAllOnes()
        {
            Assert.IsTrue(Rx5808Register.IsSilence(0));
            Assert.IsTrue(Rx5808Register.IsSilence(0xFFFFF));
            Assert.IsFalse(Rx5808Register.IsSilence(1));
            Assert.IsFalse(Rx5808Register.IsSilence(0x7FFFF));
        }
    }
}

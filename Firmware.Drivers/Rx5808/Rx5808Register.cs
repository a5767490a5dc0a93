using System;

namespace DroneLink.Drivers.Rx5808
{
    /// <summary>
    /// Registers of an RX5808's chip, RTC6715, and the words that its bus carries: 25 bits, least significant first, 4 of address, 1
    /// that is set to write, 20 of data.
    /// <para>Sources: the RX5808 code of rx5808-pro-diversity, FENIX, ExpressLRS Backpack and RotorHazard, which agree.</para>
    /// </summary>
    public static class Rx5808Register
    {
        /// <summary>Synthesizer B: the frequency. 0x02A05, 5865 MHz, after power-on.</summary>
        public const int SynthesizerBAddress = 0x01;

        /// <summary>Power down: a bit of 1 is a block that is off. 0x10C13 after power-on.</summary>
        public const int PowerDownAddress = 0x0A;

        /// <summary>State: 0 resets, and wakes a chip that is powered down.</summary>
        public const int StateAddress = 0x0F;

        /// <summary>Bits of a register.</summary>
        public const int DataBits = 20;

        /// <summary>Bits of a frame.</summary>
        public const int FrameBits = 25;

        /// <summary>Bits of a frame in front of its data.</summary>
        public const int HeadBits = 5;

        /// <summary>The highest value of a register; also what a data line reads that nobody drives.</summary>
        public const int MaxData = 0xFFFFF;

        /// <summary>Lowest frequency that can be asked for, MHz; the module is specified from 5705.</summary>
        public const int MinMhz = 5300;

        /// <summary>Highest frequency that can be asked for, MHz; the module is specified to 5945.</summary>
        public const int MaxMhz = 6000;

        private const int IntermediateMhz = 479;
        private const int WriteBit = 1 << 4;
        private const int Prescale = 32;
        private const int DividerShift = 7;
        private const int SwallowMask = 0x7F;

        /// <summary>Returns the 25 bits that write a register, the first sent lowest.</summary>
        /// <param name="address">0..15.</param>
        /// <param name="data">0..<see cref="MaxData"/>.</param>
        /// <exception cref="ArgumentOutOfRangeException">One is out of range.</exception>
        public static int Frame(int address, int data)
        {
            if (data < 0 || data > MaxData)
            {
                throw new ArgumentOutOfRangeException(nameof(data));
            }

            return ReadHead(address) | WriteBit | (data << HeadBits);
        }

        /// <summary>Returns the 5 bits that ask for a register, the first sent lowest.</summary>
        /// <param name="address">0..15.</param>
        /// <exception cref="ArgumentOutOfRangeException">It is out of range.</exception>
        public static int ReadHead(int address)
        {
            if (address < 0 || address > 0x0F)
            {
                throw new ArgumentOutOfRangeException(nameof(address));
            }

            return address;
        }

        /// <summary>
        /// Returns synthesizer B for a frequency: 2 (32 N + A) + 479 MHz, A in bits 0 to 6, N in bits 7 to 19. The step is 2 MHz, so
        /// an even frequency is tuned 1 MHz low, which an analog signal of 17 MHz does not notice.
        /// </summary>
        /// <param name="mhz"><see cref="MinMhz"/>..<see cref="MaxMhz"/>.</param>
        /// <exception cref="ArgumentOutOfRangeException">It is out of range.</exception>
        public static int SynthesizerB(int mhz)
        {
            if (mhz < MinMhz || mhz > MaxMhz)
            {
                throw new ArgumentOutOfRangeException(nameof(mhz));
            }

            int divider = (mhz - IntermediateMhz) / 2;
            return ((divider / Prescale) << DividerShift) | (divider % Prescale);
        }

        /// <summary>Returns the frequency that a synthesizer B tunes to, MHz: odd.</summary>
        /// <param name="synthesizerB">0..<see cref="MaxData"/>.</param>
        public static int TunedMhz(int synthesizerB)
        {
            int divider = ((synthesizerB >> DividerShift) * Prescale) + (synthesizerB & SwallowMask);
            return (2 * divider) + IntermediateMhz;
        }

        /// <summary>Returns the power-down register's value.</summary>
        /// <param name="power">What is to be on.</param>
        public static int PowerDown(Rx5808Power power)
        {
            switch (power)
            {
                case Rx5808Power.AudioOff:
                    return 0x10DF3;
                case Rx5808Power.RssiOnly:
                    return 0xD0DF3;
                case Rx5808Power.Off:
                    return 0xFFFFF;
                case Rx5808Power.Deaf:
                    return 0x10E13; // SYN, bit 9
                default:
                    return 0x10C13;
            }
        }

        /// <summary>Returns whether a value that was read says that nobody answered: all zeros, or all ones.</summary>
        /// <param name="data">As read.</param>
        public static bool IsSilence(int data) => data == 0 || data == MaxData;
    }
}

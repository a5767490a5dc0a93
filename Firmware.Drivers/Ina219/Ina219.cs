using System;
using System.Device.I2c;

namespace DroneLink.Drivers.Ina219
{
    /// <summary>
    /// Measures a supply with an INA219: voltage 0 to 26 V, current by a shunt in its high side. It has no identity to check, but hardly
    /// another part keeps what is written to these registers.
    /// </summary>
    public sealed class Ina219 : ShuntPowerMonitor
    {
        // Registers and bits: data sheet SBOS448G, 8.6.
        private const int PowerRegister = 0x03;
        private const int ConfigBase = 0x2007; // 32 V, shunt and bus without end
        private const int RangeShift = 11;
        private const int BusAveragingShift = 7;
        private const int ShuntAveragingShift = 3;
        private const int TwelveBits = 0x3;
        private const int Averaged = 0x8;
        private const int ReadyFlag = 0x0002;
        private const int OverflowFlag = 0x0001;
        private const int ConversionUs = 1172; // both conversions at their slowest

        /// <summary>Creates a driver; nothing is sent until it is opened or read.</summary>
        /// <param name="device">The part, at up to 400 kHz. Owned.</param>
        /// <param name="options">Shunt, range and averaging.</param>
        /// <exception cref="ArgumentException">The options are out of range; the message says what fits.</exception>
        public Ina219(I2cDevice device, Ina219Options options)
            : base(device)
        {
            if (options == null)
            {
                throw new ArgumentNullException(nameof(options));
            }

            CheckRange(options.ShuntMicroOhm, options.MaxCurrentMa, Ina219Scale.MaxShuntNv);
            int samples = GetAveragingCode(options.Averaging);
            int range = Ina219Scale.GetRange(options.ShuntMicroOhm, options.MaxCurrentMa);
            int config = ConfigBase | (range << RangeShift) | (samples << BusAveragingShift) | (samples << ShuntAveragingShift);
            int lsbUa = Ina219Scale.GetCurrentLsbUa(options.ShuntMicroOhm, options.MaxCurrentMa);
            int calibration = Ina219Scale.GetCalibration(lsbUa, options.ShuntMicroOhm);
            Configure(
                options.ShuntMicroOhm, config, calibration, Ina219Scale.GetCurrentLimit(calibration, range), options.Averaging * ConversionUs);
        }

        internal override SensorFault Identify()
        {
            return SensorFault.None;
        }

        internal override SensorFault Judge(int config, int calibration)
        {
            return IsStuck(config, calibration) ? SensorFault.BusError : SensorFault.WrongChip;
        }

        internal override bool TryReadMean(out int bus, out int current, out bool isReady, out bool isOverflow)
        {
            // Power only because reading it clears the flag that says ready.
            current = 0;
            bool isRead = Registers.TryReadWord(BusRegister, out bus)
                && Registers.TryReadWordTwice(CurrentRegister, out current)
                && Registers.TryReadWord(PowerRegister, out _);
            isReady = (bus & ReadyFlag) != 0;
            isOverflow = (bus & OverflowFlag) != 0;
            return isRead;
        }

        internal override int ToVoltageMv(int bus)
        {
            return Ina219Scale.ToVoltageMv(bus);
        }

        internal override int ToCurrentMa(int raw, int calibration, int shuntMicroOhm)
        {
            return Ina219Scale.ToCurrentMa(raw, calibration, shuntMicroOhm);
        }

        // Data sheet table 5: 12 bits for one sample, else 1000 and the power of two.
        private static int GetAveragingCode(int averaging)
        {
            if (averaging == 1)
            {
                return TwelveBits;
            }

            for (int power = 1; power <= 7; power++)
            {
                if (averaging == 1 << power)
                {
                    return Averaged | power;
                }
            }

            throw new ArgumentException("Averaging " + averaging + ": expected a power of two from 1 to 128");
        }
    }
}

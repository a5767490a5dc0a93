using System;
using System.Device.I2c;

namespace DroneLink.Drivers.Ina226
{
    /// <summary>Measures a supply with an INA226: voltage 0 to 36 V, current by a shunt in its high side.</summary>
    public sealed class Ina226 : ShuntPowerMonitor
    {
        /// <summary>Manufacturer id, "TI".</summary>
        public const int ManufacturerId = 0x5449;

        /// <summary>Die id; its lowest four bits are the revision.</summary>
        public const int DieId = 0x2260;

        // Registers and bits: data sheet SBOS547B, 7.1.
        private const int MaskEnableRegister = 0x06;
        private const int ManufacturerRegister = 0xFE;
        private const int DieRegister = 0xFF;
        private const int ConfigBase = 0x4127; // 1.1 ms each, shunt and bus without end
        private const int AveragingShift = 9;
        private const int ReadyFlag = 0x0008;
        private const int OverflowFlag = 0x0004;
        private const int RevisionMask = 0x000F;
        private const int ConversionUs = 2420; // both conversions, 10 % slow

        /// <summary>Creates a driver; nothing is sent until it is opened or read.</summary>
        /// <param name="device">The part, at up to 400 kHz. Owned.</param>
        /// <param name="options">Shunt, range and averaging.</param>
        /// <exception cref="ArgumentException">The options are out of range; the message says what fits.</exception>
        public Ina226(I2cDevice device, Ina226Options options)
            : base(device)
        {
            if (options == null)
            {
                throw new ArgumentNullException(nameof(options));
            }

            CheckRange(options.ShuntMicroOhm, options.MaxCurrentMa, Ina226Scale.MaxShuntNv);
            int config = ConfigBase | (GetAveragingCode(options.Averaging) << AveragingShift);
            int lsbUa = Ina226Scale.GetCurrentLsbUa(options.ShuntMicroOhm, options.MaxCurrentMa);
            int calibration = Ina226Scale.GetCalibration(lsbUa, options.ShuntMicroOhm);
            Configure(
                options.ShuntMicroOhm, config, calibration, Ina226Scale.GetCurrentLimit(calibration), options.Averaging * ConversionUs);
        }

        internal override SensorFault Identify()
        {
            if (!Registers.TryReadWord(ManufacturerRegister, out int manufacturer) || !Registers.TryReadWord(DieRegister, out int die))
            {
                return SensorFault.BusError;
            }

            if (manufacturer == ManufacturerId && (die & ~RevisionMask) == DieId)
            {
                return SensorFault.None;
            }

            return IsStuck(manufacturer, die) ? SensorFault.BusError : SensorFault.WrongChip;
        }

        internal override SensorFault Judge(int config, int calibration)
        {
            return SensorFault.BusError; // it has said what it is
        }

        internal override bool TryReadMean(out int bus, out int current, out bool isReady, out bool isOverflow)
        {
            // Reading the flags clears the one that says ready.
            bus = 0;
            current = 0;
            bool isRead = Registers.TryReadWord(MaskEnableRegister, out int flags)
                && Registers.TryReadWordTwice(BusRegister, out bus)
                && Registers.TryReadWordTwice(CurrentRegister, out current);
            isReady = (flags & ReadyFlag) != 0;
            isOverflow = (flags & OverflowFlag) != 0;
            return isRead;
        }

        internal override int ToVoltageMv(int bus)
        {
            return bus > short.MaxValue ? -1 : Ina226Scale.ToVoltageMv(bus); // its highest bit is always 0
        }

        internal override int ToCurrentMa(int raw, int calibration, int shuntMicroOhm)
        {
            return Ina226Scale.ToCurrentMa(raw, calibration, shuntMicroOhm);
        }

        private static int GetAveragingCode(int averaging)
        {
            switch (averaging)
            {
                case 1: return 0;
                case 4: return 1;
                case 16: return 2;
                case 64: return 3;
                case 128: return 4;
                case 256: return 5;
                case 512: return 6;
                case 1024: return 7;
                default: throw new ArgumentException("Averaging " + averaging + ": expected 1 4 16 64 128 256 512 or 1024");
            }
        }
    }
}

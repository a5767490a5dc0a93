using System;
using System.Device.I2c;

namespace DroneLink.Drivers.Ina226
{
    /// <summary>
    /// Measures a supply with an INA226: voltage 0 to 36 V, current by a shunt in its high side. Owns the bus device and disposes it. Not
    /// thread safe. Allocates nothing after construction.
    /// <para>
    /// The part forgets its calibration in a brown-out, and its current register is 0 from then on. So calibration is read behind every
    /// reading: one that it does not cover is dropped, and the part is set up again. That also tells a bus whose line is stuck.
    /// </para>
    /// </summary>
    public sealed class Ina226 : IPowerMonitor
    {
        /// <summary>Its address with A0 and A1 at ground; 0x40..0x4F.</summary>
        public const int DefaultAddress = 0x40;

        /// <summary>Manufacturer id, "TI".</summary>
        public const int ManufacturerId = 0x5449;

        /// <summary>Die id; its lowest four bits are the revision.</summary>
        public const int DieId = 0x2260;

        // Registers and bits: data sheet SBOS547B, 7.1.
        private const int ConfigRegister = 0x00;
        private const int BusRegister = 0x02;
        private const int CurrentRegister = 0x04;
        private const int CalibrationRegister = 0x05;
        private const int MaskEnableRegister = 0x06;
        private const int ManufacturerRegister = 0xFE;
        private const int DieRegister = 0xFF;
        private const int ConfigBase = 0x4127; // 1.1 ms each, shunt and bus without end
        private const int AveragingShift = 9;
        private const int ReadyFlag = 0x0008;
        private const int OverflowFlag = 0x0004;
        private const int RevisionMask = 0x000F;
        private const int ConversionUs = 2420; // both conversions, 10 % slow
        private const int PatienceMs = 50;

        private readonly I2cRegisters _registers;
        private readonly int _shuntMicroOhm;
        private readonly int _config;
        private readonly int _calibration;
        private readonly int _currentLimit;
        private readonly int _timeoutMs;
        private bool _isOpen;
        private bool _isLate; // since its last reading it took too long, and was set up again
        private long _waitingMs = -1;

        /// <summary>Creates a driver; nothing is sent until <see cref="Open"/> or <see cref="TryRead"/>.</summary>
        /// <param name="device">The part, at up to 400 kHz. Owned.</param>
        /// <param name="options">Shunt, range and averaging.</param>
        /// <exception cref="ArgumentException">The options are out of range; the message says what fits.</exception>
        public Ina226(I2cDevice device, Ina226Options options)
        {
            _registers = new I2cRegisters(device);
            if (options == null)
            {
                throw new ArgumentNullException(nameof(options));
            }

            Check(options);
            int averagingCode = GetAveragingCode(options.Averaging);
            int lsbUa = Ina226Scale.GetCurrentLsbUa(options.ShuntMicroOhm, options.MaxCurrentMa);
            _shuntMicroOhm = options.ShuntMicroOhm;
            _config = ConfigBase | (averagingCode << AveragingShift);
            _calibration = Ina226Scale.GetCalibration(lsbUa, _shuntMicroOhm);
            _currentLimit = Ina226Scale.GetCurrentLimit(_calibration);
            _timeoutMs = (2 * options.Averaging * ConversionUs / 1000) + PatienceMs;
        }

        /// <inheritdoc/>
        public int VoltageMv { get; private set; }

        /// <inheritdoc/>
        public int CurrentMa { get; private set; }

        /// <inheritdoc/>
        public SensorFault Fault { get; private set; }

        /// <summary>Times that the part had lost its calibration and was set up again.</summary>
        public uint Restarts { get; private set; }

        /// <summary>Checks what the part is and sets it up. <see cref="TryRead"/> does so by itself.</summary>
        /// <returns>False, with <see cref="Fault"/>, when it is not there or not an INA226, or does not keep what is written.</returns>
        public bool Open()
        {
            _isOpen = false;
            _waitingMs = -1;
            if (!_registers.TryReadWord(ManufacturerRegister, out int manufacturer) || !_registers.TryReadWord(DieRegister, out int die))
            {
                return Fail(SensorFault.BusError);
            }

            if (manufacturer != ManufacturerId || (die & ~RevisionMask) != DieId)
            {
                return Fail(IsStuck(manufacturer, die) ? SensorFault.BusError : SensorFault.WrongChip);
            }

            if (!_registers.TryWriteWord(ConfigRegister, _config)
                || !_registers.TryWriteWord(CalibrationRegister, _calibration)
                || !_registers.TryReadWord(ConfigRegister, out int config)
                || !_registers.TryReadWord(CalibrationRegister, out int calibration)
                || config != _config
                || calibration != _calibration)
            {
                return Fail(SensorFault.BusError);
            }

            _isOpen = true;
            Fault = SensorFault.None;
            return true;
        }

        /// <summary>
        /// Takes the mean that the part finished last, once. A part that is absent is looked for at every call, after two failures every 2 s.
        /// </summary>
        /// <param name="nowMs">ms since boot.</param>
        /// <returns>False with no <see cref="Fault"/> while the next mean is under way.</returns>
        public bool TryRead(long nowMs)
        {
            if (_registers.IsResting(nowMs))
            {
                return false;
            }

            if (TryTake(nowMs))
            {
                _registers.Succeeded();
                return true;
            }

            if (!_isOpen)
            {
                _registers.Failed(nowMs);
            }

            return false;
        }

        /// <summary>Disposes the bus device.</summary>
        public void Dispose()
        {
            _registers.Dispose();
        }

        private bool TryTake(long nowMs)
        {
            if (!_isOpen && !Open())
            {
                return false;
            }

            // Calibration last: it covers what was read before it. Reading the flags clears the one that says ready.
            if (!_registers.TryReadWord(MaskEnableRegister, out int flags)
                || !_registers.TryReadWordTwice(BusRegister, out int bus)
                || !_registers.TryReadWordTwice(CurrentRegister, out int current)
                || !_registers.TryReadWord(CalibrationRegister, out int calibration))
            {
                return Close(SensorFault.BusError);
            }

            if (calibration != _calibration)
            {
                if (Open())
                {
                    Restarts++;
                }

                return false;
            }

            if ((flags & ReadyFlag) == 0)
            {
                return Wait(nowMs);
            }

            _isLate = false;
            _waitingMs = -1;
            current = (short)current;
            if ((flags & OverflowFlag) != 0 || current >= _currentLimit || current <= -_currentLimit)
            {
                return Fail(SensorFault.OutOfRange);
            }

            if (bus > short.MaxValue)
            {
                return Close(SensorFault.BusError); // a bit that is always 0
            }

            VoltageMv = Ina226Scale.ToVoltageMv(bus);
            CurrentMa = Ina226Scale.ToCurrentMa(current, _calibration, _shuntMicroOhm);
            Fault = SensorFault.None;
            return true;
        }

        private bool Wait(long nowMs)
        {
            if (_waitingMs < 0)
            {
                _waitingMs = nowMs;
            }

            if (nowMs - _waitingMs > _timeoutMs)
            {
                _isOpen = false;
                _isLate = true;
                _waitingMs = -1;
            }

            return Fail(_isLate ? SensorFault.NotConverted : SensorFault.None);
        }

        private bool Close(SensorFault fault)
        {
            _isOpen = false;
            return Fail(fault);
        }

        private bool Fail(SensorFault fault)
        {
            Fault = fault;
            return false;
        }

        private static bool IsStuck(int first, int second)
        {
            return first == second && (first == 0 || first == ushort.MaxValue);
        }

        private static void Check(Ina226Options options)
        {
            if (options.ShuntMicroOhm < 100 || options.ShuntMicroOhm > 10000000)
            {
                throw new ArgumentException("ShuntMicroOhm " + options.ShuntMicroOhm + ": expected 100 to 10000000");
            }

            int highestMa = Ina226Scale.MaxShuntNv / options.ShuntMicroOhm;
            if (options.MaxCurrentMa < 1 || options.MaxCurrentMa > highestMa)
            {
                throw new ArgumentException("MaxCurrentMa " + options.MaxCurrentMa + ": a shunt of " + options.ShuntMicroOhm
                    + " micro-ohm measures 1 to " + highestMa);
            }
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

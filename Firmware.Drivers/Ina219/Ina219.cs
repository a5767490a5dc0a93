using System;
using System.Device.I2c;

namespace DroneLink.Drivers.Ina219
{
    /// <summary>
    /// Measures a supply with an INA219: voltage 0 to 26 V, current by a shunt in its high side. Owns the bus device and disposes it. Not
    /// thread safe. Allocates nothing after construction.
    /// <para>
    /// The part forgets its calibration in a brown-out, and its current register is 0 from then on. So calibration is read behind every
    /// reading: one that it does not cover is dropped, and the part is set up again. That also tells a bus whose line is stuck.
    /// </para>
    /// </summary>
    public sealed class Ina219 : IPowerMonitor
    {
        /// <summary>Its address with A0 and A1 at ground; 0x40..0x4F.</summary>
        public const int DefaultAddress = 0x40;

        // Registers and bits: data sheet SBOS448G, 8.6.
        private const int ConfigRegister = 0x00;
        private const int BusRegister = 0x02;
        private const int PowerRegister = 0x03;
        private const int CurrentRegister = 0x04;
        private const int CalibrationRegister = 0x05;
        private const int ConfigBase = 0x2007; // 32 V, shunt and bus without end
        private const int RangeShift = 11;
        private const int BusAveragingShift = 7;
        private const int ShuntAveragingShift = 3;
        private const int TwelveBits = 0x3;
        private const int Averaged = 0x8;
        private const int ReadyFlag = 0x0002;
        private const int OverflowFlag = 0x0001;
        private const int ConversionUs = 1172; // both conversions at their slowest
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
        public Ina219(I2cDevice device, Ina219Options options)
        {
            _registers = new I2cRegisters(device);
            if (options == null)
            {
                throw new ArgumentNullException(nameof(options));
            }

            Check(options);
            int samples = GetAveragingCode(options.Averaging);
            int range = Ina219Scale.GetRange(options.ShuntMicroOhm, options.MaxCurrentMa);
            int lsbUa = Ina219Scale.GetCurrentLsbUa(options.ShuntMicroOhm, options.MaxCurrentMa);
            _shuntMicroOhm = options.ShuntMicroOhm;
            _config = ConfigBase | (range << RangeShift) | (samples << BusAveragingShift) | (samples << ShuntAveragingShift);
            _calibration = Ina219Scale.GetCalibration(lsbUa, _shuntMicroOhm);
            _currentLimit = Ina219Scale.GetCurrentLimit(_calibration, range);
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

        /// <summary>
        /// Sets the part up and reads that back: it has no identity to check, but hardly another part has these registers.
        /// <see cref="TryRead"/> does so by itself.
        /// </summary>
        /// <returns>False, with <see cref="Fault"/>, when it is not there or does not keep what is written.</returns>
        public bool Open()
        {
            _isOpen = false;
            _waitingMs = -1;
            if (!_registers.TryWriteWord(ConfigRegister, _config)
                || !_registers.TryWriteWord(CalibrationRegister, _calibration)
                || !_registers.TryReadWord(ConfigRegister, out int config)
                || !_registers.TryReadWord(CalibrationRegister, out int calibration))
            {
                return Fail(SensorFault.BusError);
            }

            if (config != _config || calibration != _calibration)
            {
                return Fail(IsStuck(config, calibration) ? SensorFault.BusError : SensorFault.WrongChip);
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

            // Power only because reading it clears the flag that says ready. Calibration last: it covers what was read before it.
            if (!_registers.TryReadWord(BusRegister, out int bus)
                || !_registers.TryReadWordTwice(CurrentRegister, out int current)
                || !_registers.TryReadWord(PowerRegister, out _)
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

            if ((bus & ReadyFlag) == 0)
            {
                return Wait(nowMs);
            }

            _isLate = false;
            _waitingMs = -1;
            current = (short)current;
            if ((bus & OverflowFlag) != 0 || current >= _currentLimit || current <= -_currentLimit)
            {
                return Fail(SensorFault.OutOfRange);
            }

            VoltageMv = Ina219Scale.ToVoltageMv(bus);
            CurrentMa = Ina219Scale.ToCurrentMa(current, _calibration, _shuntMicroOhm);
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

        private static void Check(Ina219Options options)
        {
            if (options.ShuntMicroOhm < 100 || options.ShuntMicroOhm > 10000000)
            {
                throw new ArgumentException("ShuntMicroOhm " + options.ShuntMicroOhm + ": expected 100 to 10000000");
            }

            int highestMa = Ina219Scale.MaxShuntNv / options.ShuntMicroOhm;
            if (options.MaxCurrentMa < 1 || options.MaxCurrentMa > highestMa)
            {
                throw new ArgumentException("MaxCurrentMa " + options.MaxCurrentMa + ": a shunt of " + options.ShuntMicroOhm
                    + " micro-ohm measures 1 to " + highestMa);
            }
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

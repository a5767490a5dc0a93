using System;
using System.Device.I2c;

namespace DroneLink.Drivers
{
    /// <summary>
    /// What INA219 and INA226 have in common: voltage and current of a supply, by a shunt in its high side. Owns the bus device and disposes
    /// it. Not thread safe. Allocates nothing after construction.
    /// <para>
    /// The part forgets its calibration in a brown-out, and its current register is 0 from then on. So calibration is read behind every
    /// reading: one that it does not cover is dropped, and the part is set up again. That also tells a bus whose line is stuck.
    /// </para>
    /// </summary>
    public abstract class ShuntPowerMonitor : IPowerMonitor
    {
        /// <summary>Its address with A0 and A1 at ground, the lowest.</summary>
        public const int DefaultAddress = 0x40;

        /// <summary>The highest of its 16 addresses.</summary>
        public const int LastAddress = 0x4F;

        // The same in both parts: data sheets SBOS448G, 8.6, and SBOS547B, 7.1.
        internal const int BusRegister = 0x02;
        internal const int CurrentRegister = 0x04;
        private const int ConfigRegister = 0x00;
        private const int CalibrationRegister = 0x05;
        private const int PatienceMs = 50;

        private int _shuntMicroOhm;
        private int _config;
        private int _calibration;
        private int _currentLimit;
        private int _timeoutMs;
        private bool _isOpen;
        private bool _isLate; // since its last reading it took too long, and was set up again
        private long _waitingMs = -1;

        /// <summary>Creates a driver; nothing is sent until <see cref="Open"/> or <see cref="TryRead"/>.</summary>
        /// <param name="device">The part, at up to 400 kHz. Owned.</param>
        internal ShuntPowerMonitor(I2cDevice device)
        {
            Registers = new I2cRegisters(device);
        }

        /// <inheritdoc/>
        public int VoltageMv { get; private set; }

        /// <inheritdoc/>
        public int CurrentMa { get; private set; }

        /// <inheritdoc/>
        public SensorFault Fault { get; private set; }

        /// <summary>Times that the part had lost its calibration and was set up again.</summary>
        public uint Restarts { get; private set; }

        /// <summary>Its registers.</summary>
        internal I2cRegisters Registers { get; }

        /// <summary>Checks what the part is, as far as it tells, and sets it up. <see cref="TryRead"/> does so by itself.</summary>
        /// <returns>False, with <see cref="Fault"/>, when it is not there or another part, or does not keep what is written.</returns>
        public bool Open()
        {
            _waitingMs = -1;
            SensorFault fault = Identify();
            if (fault == SensorFault.None)
            {
                fault = SetUp();
            }

            _isOpen = fault == SensorFault.None;
            Fault = fault;
            return _isOpen;
        }

        /// <summary>
        /// Takes the mean that the part finished last, once. A part that is absent is looked for at every call, after two failures every 2 s.
        /// </summary>
        /// <param name="nowMs">ms since boot.</param>
        /// <returns>False with no <see cref="Fault"/> while the next mean is under way.</returns>
        public bool TryRead(long nowMs)
        {
            if (Registers.IsResting(nowMs))
            {
                return false;
            }

            if (TryTake(nowMs))
            {
                Registers.Succeeded();
                return true;
            }

            if (!_isOpen)
            {
                Registers.Failed(nowMs);
            }

            return false;
        }

        /// <summary>Disposes the bus device.</summary>
        public void Dispose()
        {
            Registers.Dispose();
        }

        /// <summary>Whether two registers that never have the same value read as a line that is stuck.</summary>
        internal static bool IsStuck(int first, int second)
        {
            return first == second && (first == 0 || first == ushort.MaxValue);
        }

        /// <summary>Checks shunt and current.</summary>
        /// <param name="shuntMicroOhm">Micro-ohm.</param>
        /// <param name="maxCurrentMa">mA.</param>
        /// <param name="maxShuntNv">Highest drop over the shunt that the part measures, nV.</param>
        /// <exception cref="ArgumentException">One is out of range; the message says what fits.</exception>
        internal static void CheckRange(int shuntMicroOhm, int maxCurrentMa, int maxShuntNv)
        {
            OptionRange.Check(shuntMicroOhm, 100, 10000000, "ShuntMicroOhm");
            int highestMa = maxShuntNv / shuntMicroOhm;
            if (maxCurrentMa < 1 || maxCurrentMa > highestMa)
            {
                throw new ArgumentException("MaxCurrentMa " + maxCurrentMa + ": a shunt of " + shuntMicroOhm
                    + " micro-ohm measures 1 to " + highestMa);
            }
        }

        /// <summary>Takes over what the options come to; the last that a constructor does.</summary>
        /// <param name="shuntMicroOhm">Micro-ohm.</param>
        /// <param name="config">The configuration register's value.</param>
        /// <param name="calibration">The calibration register's value.</param>
        /// <param name="currentLimit">The value of the current register from which on, either way, the current is beyond what is measured.</param>
        /// <param name="conversionsUs">How long a mean takes at its slowest, us.</param>
        internal void Configure(int shuntMicroOhm, int config, int calibration, int currentLimit, int conversionsUs)
        {
            _shuntMicroOhm = shuntMicroOhm;
            _config = config;
            _calibration = calibration;
            _currentLimit = currentLimit;
            _timeoutMs = (2 * conversionsUs / 1000) + PatienceMs;
        }

        /// <summary>Looks whether it is the part that it should be.</summary>
        internal abstract SensorFault Identify();

        /// <summary>What it is when it does not keep its configuration and calibration, but these.</summary>
        internal abstract SensorFault Judge(int config, int calibration);

        /// <summary>Reads voltage and current as they stand in the registers, and clears the flag that says ready.</summary>
        internal abstract bool TryReadMean(out int bus, out int current, out bool isReady, out bool isOverflow);

        /// <summary>Returns the voltage, mV; -1 for what cannot stand in the register.</summary>
        internal abstract int ToVoltageMv(int bus);

        /// <summary>Returns the current, mA.</summary>
        internal abstract int ToCurrentMa(int raw, int calibration, int shuntMicroOhm);

        private SensorFault SetUp()
        {
            if (!Registers.TryWriteWord(ConfigRegister, _config)
                || !Registers.TryWriteWord(CalibrationRegister, _calibration)
                || !Registers.TryReadWord(ConfigRegister, out int config)
                || !Registers.TryReadWord(CalibrationRegister, out int calibration))
            {
                return SensorFault.BusError;
            }

            return config == _config && calibration == _calibration ? SensorFault.None : Judge(config, calibration);
        }

        private bool TryTake(long nowMs)
        {
            if (!_isOpen && !Open())
            {
                return false;
            }

            // Calibration last: it covers what was read before it.
            if (!TryReadMean(out int bus, out int current, out bool isReady, out bool isOverflow)
                || !Registers.TryReadWord(CalibrationRegister, out int calibration))
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

            if (!isReady)
            {
                return Wait(nowMs);
            }

            _isLate = false;
            _waitingMs = -1;
            current = (short)current;
            if (isOverflow || current >= _currentLimit || current <= -_currentLimit)
            {
                return Fail(SensorFault.OutOfRange);
            }

            int voltageMv = ToVoltageMv(bus);
            if (voltageMv < 0)
            {
                return Close(SensorFault.BusError);
            }

            VoltageMv = voltageMv;
            CurrentMa = ToCurrentMa(current, _calibration, _shuntMicroOhm);
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
    }
}

using System;
using System.Device.I2c;

namespace DroneLink.Drivers.Bmp280
{
    /// <summary>
    /// Measures temperature and air pressure with a BMP280, and humidity too with a BME280; which of both it is, it finds out. Owns the bus
    /// device and disposes it. Not thread safe. Allocates nothing after construction.
    /// <para>
    /// The part measures by itself about nine times a second. A reading is one transfer from the status on: it holds the settings as well, so
    /// that a part which a brown-out put to sleep, and a bus whose line is stuck, give no reading.
    /// </para>
    /// </summary>
    public sealed class Bmp280 : ITemperatureSensor
    {
        /// <summary>Its address with SDO at ground.</summary>
        public const int DefaultAddress = 0x76;

        /// <summary>Its address with SDO at the supply.</summary>
        public const int OtherAddress = 0x77;

        /// <summary>A BMP280's id. Engineering samples have 0x56 and 0x57 and are not taken.</summary>
        public const int Bmp280Id = 0x58;

        /// <summary>A BME280's id.</summary>
        public const int Bme280Id = 0x60;

        // Registers and bits: data sheet BST-BMP280-DS001, "Memory map"; BST-BME280-DS002, 5.4.
        private const int IdRegister = 0xD0;
        private const int ControlHumidityRegister = 0xF2;
        private const int StatusRegister = 0xF3;
        private const int ControlRegister = 0xF4;
        private const int ConfigRegister = 0xF5;
        private const int CopyingFlag = 0x01;
        private const int ControlHumidity = 0x01; // humidity once
        private const int Control = 0x57; // temperature twice, pressure 16 times, without end
        private const int Config = 0x28; // 62.5 ms between, filter of 4
        private const int ControlAt = 1; // of a reading, which begins at the status
        private const int ConfigAt = 2;
        private const int PressureAt = 4;
        private const int TemperatureAt = 7;
        private const int HumidityAt = 10;
        private const int ReadingBytes = 10;
        private const int HumidityReadingBytes = 12;
        private const int Skipped20 = 0x80000;
        private const int Skipped16 = 0x8000;
        private const int FirstMs = 250; // the first measurement is long over

        private const int MinCentiCelsius = -4000;
        private const int MaxCentiCelsius = 8500;
        private const int MinPressurePa = 30000;
        private const int MaxPressurePa = 110000;

        private readonly I2cRegisters _registers;
        private readonly Bmp280Calibration _calibration = new Bmp280Calibration();
        private readonly byte[] _one = new byte[1];
        private readonly byte[] _pressureCalibration = new byte[Bmp280Calibration.PressureBytes];
        private readonly byte[] _humidityCalibration = new byte[Bmp280Calibration.HumidityBytes];
        private readonly byte[] _shortReading = new byte[ReadingBytes];
        private readonly byte[] _longReading = new byte[HumidityReadingBytes];
        private bool _isOpen;
        private bool _isLate; // since its last reading it took too long, and was set up again
        private long _waitingMs = -1;

        /// <summary>Creates a driver; nothing is sent until <see cref="Open"/> or <see cref="TryRead"/>.</summary>
        /// <param name="device">The part, at up to 400 kHz. Owned.</param>
        public Bmp280(I2cDevice device)
        {
            _registers = new I2cRegisters(device);
        }

        /// <inheritdoc/>
        public int CentiCelsius { get; private set; }

        /// <summary>Air pressure of the last reading, Pa, rounded, 30,000..110,000; means nothing before the first.</summary>
        public int PressurePa { get; private set; }

        /// <summary>Whether the part is a BME280, known once it is open: <see cref="HumidityPerMille"/> means something.</summary>
        public bool HasHumidity { get; private set; }

        /// <summary>Relative humidity of the last reading, 0.1 %, 0..1000, when <see cref="HasHumidity"/>.</summary>
        public int HumidityPerMille { get; private set; }

        /// <inheritdoc/>
        public SensorFault Fault { get; private set; }

        /// <summary>Times that the part had lost its settings and was set up again.</summary>
        public uint Restarts { get; private set; }

        /// <summary>Checks what the part is, takes its trimming values and sets it measuring. <see cref="TryRead"/> does so by itself.</summary>
        /// <returns>
        /// False, with <see cref="Fault"/>, when it is not there, neither of both or blank; false with none while it still fills its
        /// registers from its memory, 2 ms from power-on.
        /// </returns>
        public bool Open()
        {
            _isOpen = false;
            if (!TryReadByte(IdRegister, out int id))
            {
                return Fail(SensorFault.BusError);
            }

            if (id != Bmp280Id && id != Bme280Id)
            {
                return Fail(IsStuck(id) ? SensorFault.BusError : SensorFault.WrongChip);
            }

            if (!TryReadByte(StatusRegister, out int status))
            {
                return Fail(SensorFault.BusError);
            }

            if ((status & CopyingFlag) != 0)
            {
                return Fail(IsStuck(status) ? SensorFault.BusError : SensorFault.None);
            }

            bool hasHumidity = id == Bme280Id;
            if (!TryLoadCalibration(hasHumidity))
            {
                return false;
            }

            if (!TryWriteSettings(hasHumidity))
            {
                return Fail(SensorFault.BusError);
            }

            HasHumidity = hasHumidity;
            _isOpen = true;
            Fault = SensorFault.None;
            return true;
        }

        /// <summary>
        /// Takes what the part measured last. A part that is absent is looked for at every call, after two failures every 2 s.
        /// </summary>
        /// <param name="nowMs">ms since boot.</param>
        /// <returns>False with no <see cref="Fault"/> while the first measurement is under way.</returns>
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

            if (!_isOpen && Fault != SensorFault.None)
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
                return Fault == SensorFault.None && Wait(nowMs);
            }

            byte[] reading = HasHumidity ? _longReading : _shortReading;
            if (!_registers.TryRead(StatusRegister, reading))
            {
                return Close(SensorFault.BusError);
            }

            if (reading[ControlAt] != Control || reading[ConfigAt] != Config)
            {
                if (Open())
                {
                    Restarts++;
                }

                return false;
            }

            int pressure = Get20(reading, PressureAt);
            int temperature = Get20(reading, TemperatureAt);
            int humidity = HasHumidity ? (reading[HumidityAt] << 8) | reading[HumidityAt + 1] : 0;
            if (pressure == Skipped20 || temperature == Skipped20 || humidity == Skipped16)
            {
                return Wait(nowMs);
            }

            _isLate = false;
            _waitingMs = -1;
            return Take(temperature, pressure, humidity);
        }

        private bool Take(int rawTemperature, int rawPressure, int rawHumidity)
        {
            int centiCelsius = _calibration.SetTemperature(rawTemperature);
            int pressurePa = (_calibration.GetPressure256(rawPressure) + 128) >> 8;
            if (centiCelsius < MinCentiCelsius || centiCelsius > MaxCentiCelsius
                || pressurePa < MinPressurePa || pressurePa > MaxPressurePa)
            {
                return Fail(SensorFault.OutOfRange);
            }

            CentiCelsius = centiCelsius;
            PressurePa = pressurePa;
            if (HasHumidity)
            {
                HumidityPerMille = ((_calibration.GetHumidity1024(rawHumidity) * 10) + 512) >> 10;
            }

            Fault = SensorFault.None;
            return true;
        }

        private bool TryLoadCalibration(bool hasHumidity)
        {
            if (!TryReadTwice(Bmp280Calibration.PressureRegister, _pressureCalibration))
            {
                return Fail(SensorFault.BusError);
            }

            if (!_calibration.TryLoad(_pressureCalibration))
            {
                return Fail(SensorFault.WrongChip);
            }

            if (!hasHumidity)
            {
                return true;
            }

            if (!TryReadTwice(Bmp280Calibration.HumidityRegister, _humidityCalibration)
                || !TryReadTwice(Bmp280Calibration.HumidityFirstRegister, _one))
            {
                return Fail(SensorFault.BusError);
            }

            return _calibration.TryLoadHumidity(_one[0], _humidityCalibration) || Fail(SensorFault.WrongChip);
        }

        // To sleep first: a part that measures may ignore the config register. Humidity's setting takes effect only when the other control
        // register is written behind it.
        private bool TryWriteSettings(bool hasHumidity)
        {
            return _registers.TryWriteByte(ControlRegister, 0)
                && (!hasHumidity || _registers.TryWriteByte(ControlHumidityRegister, ControlHumidity))
                && _registers.TryWriteByte(ConfigRegister, Config)
                && _registers.TryWriteByte(ControlRegister, Control)
                && TryReadByte(ConfigRegister, out int config)
                && TryReadByte(ControlRegister, out int control)
                && config == Config
                && control == Control;
        }

        // A trimming value that came over wrong would spoil every reading until the next start: all of them have to come twice the same.
        private bool TryReadTwice(int register, byte[] buffer)
        {
            if (!_registers.TryRead(register, buffer))
            {
                return false;
            }

            int first = Hash(buffer);
            return _registers.TryRead(register, buffer) && Hash(buffer) == first;
        }

        private bool TryReadByte(int register, out int value)
        {
            bool isRead = _registers.TryRead(register, _one);
            value = _one[0];
            return isRead;
        }

        private bool Wait(long nowMs)
        {
            if (_waitingMs < 0)
            {
                _waitingMs = nowMs;
            }

            if (nowMs - _waitingMs > FirstMs)
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
            _waitingMs = -1;
            return Fail(fault);
        }

        private bool Fail(SensorFault fault)
        {
            Fault = fault;
            return false;
        }

        private static int Hash(byte[] bytes)
        {
            int hash = 0;
            for (int index = 0; index < bytes.Length; index++)
            {
                hash = (hash * 31) + bytes[index];
            }

            return hash;
        }

        private static bool IsStuck(int value)
        {
            return value == 0 || value == byte.MaxValue;
        }

        private static int Get20(byte[] bytes, int at)
        {
            return (bytes[at] << 12) | (bytes[at + 1] << 4) | (bytes[at + 2] >> 4);
        }
    }
}

using System;
using nanoFramework.Device.OneWire;

namespace DroneLink.Drivers.Ds18b20
{
    /// <summary>
    /// Measures a temperature with a DS18B20 that has a supply of its own. Owns the bus host and disposes it. Not thread safe. Never
    /// waits for a conversion. Allocates nothing after construction.
    /// <para>
    /// 85.00 °C is what the part holds from power-on until its first conversion, and a temperature like any other too. So no value is
    /// judged by itself: a reading counts when the part was seen to begin the conversion, and has kept since then the mark that power-on
    /// takes away.
    /// </para>
    /// </summary>
    public sealed class Ds18b20 : ITemperatureSensor
    {
        /// <summary>The first byte of a DS18B20's ROM id.</summary>
        public const byte FamilyCode = 0x28;

        /// <summary>Bytes of a ROM id.</summary>
        public const int RomIdBytes = 8;

        // Data sheet, "ROM commands" and "Function commands".
        private const byte MatchRom = 0x55;
        private const byte SkipRom = 0xCC;
        private const byte ConvertT = 0x44;
        private const byte ReadScratchpad = 0xBE;
        private const byte WriteScratchpad = 0x4E;
        private const byte RecallEeprom = 0xB8;
        private const int ConversionMs12 = 750;
        private const int SlackMs = 10; // the caller's clock has steps
        private const int MarkHighAt = 2;
        private const int MarkLowAt = 3;
        private const int ConfigAt = 4;

        private readonly OneWireHost _host;
        private readonly byte[] _romId;
        private readonly byte[] _scratchpad = new byte[Ds18b20Scratchpad.Bytes];
        private readonly byte _config;
        private readonly int _conversionMs;
        private byte _markHigh;
        private byte _markLow;
        private bool _isSetUp;
        private bool _isConverting;
        private long _startedMs;

        /// <summary>Creates a driver; nothing is sent until <see cref="TryRead"/>.</summary>
        /// <param name="host">The bus. Owned.</param>
        /// <param name="options">Which part, and its resolution.</param>
        /// <exception cref="ArgumentException">The options are out of range; the message has the one.</exception>
        public Ds18b20(OneWireHost host, Ds18b20Options options)
        {
            _host = host ?? throw new ArgumentNullException(nameof(host));
            if (options == null)
            {
                throw new ArgumentNullException(nameof(options));
            }

            if (options.ResolutionBits < 9 || options.ResolutionBits > 12)
            {
                throw new ArgumentException("ResolutionBits " + options.ResolutionBits + ": expected 9 to 12");
            }

            _config = Ds18b20Scratchpad.GetConfig(options.ResolutionBits);
            _conversionMs = (ConversionMs12 >> (12 - options.ResolutionBits)) + SlackMs;
            if (options.RomId != null)
            {
                _romId = CheckRomId(options.RomId);
            }
        }

        /// <inheritdoc/>
        public int CentiCelsius { get; private set; }

        /// <inheritdoc/>
        public SensorFault Fault { get; private set; }

        /// <summary>Times that the part had lost its setup and was set up again.</summary>
        public uint Restarts { get; private set; }

        /// <summary>
        /// Starts a conversion, or takes the result of the one that it started before: a reading tells the temperature of then. Some
        /// 30 ms on the bus when a part is new, else 3 and 9.
        /// </summary>
        /// <param name="nowMs">ms since boot.</param>
        /// <returns>False with no <see cref="Fault"/> while a conversion is under way.</returns>
        public bool TryRead(long nowMs)
        {
            try
            {
                if (!_isConverting)
                {
                    return Start(nowMs);
                }

                if (nowMs - _startedMs < _conversionMs)
                {
                    return false;
                }

                _isConverting = false;
                return Take();
            }
            catch (Exception)
            {
                return Lose(SensorFault.BusError); // the port, not the part
            }
        }

        /// <summary>Disposes the bus host.</summary>
        public void Dispose()
        {
            _host.Dispose();
        }

        private bool Start(long nowMs)
        {
            if (!_isSetUp && !SetUp())
            {
                return false;
            }

            if (!Address() || !Send(ConvertT))
            {
                return Lose(SensorFault.BusError);
            }

            // A part with its own supply answers 0 to what is read while it converts. It is asked at once: 9 bits take 94 ms. Without it the
            // result would be an older one, or the power-on value.
            if (_host.TouchBit(true))
            {
                return Fail(SensorFault.NotConverted);
            }

            _isConverting = true;
            _startedMs = nowMs;
            return Fail(SensorFault.None);
        }

        // The mark is the inverse of what power-on would load: read from EEPROM, written to the scratchpad alone.
        private bool SetUp()
        {
            if (!Address() || !Send(RecallEeprom))
            {
                return Fail(SensorFault.BusError);
            }

            _host.ReadByte(); // zeros while it recalls, which takes less than this and the reset behind
            if (!TryReadScratchpad())
            {
                return false;
            }

            _markHigh = (byte)~_scratchpad[MarkHighAt];
            _markLow = (byte)~_scratchpad[MarkLowAt];
            if (!Address() || !Send(WriteScratchpad) || !Send(_markHigh) || !Send(_markLow) || !Send(_config))
            {
                return Fail(SensorFault.BusError);
            }

            if (!TryReadScratchpad())
            {
                return false;
            }

            if (!HasKeptSetup())
            {
                return Fail(SensorFault.WrongChip);
            }

            _isSetUp = true;
            return true;
        }

        private bool Take()
        {
            if (!TryReadScratchpad())
            {
                _isSetUp = Fault == SensorFault.CrcMismatch; // a garbled byte says nothing about the part; silence does
                return false;
            }

            int raw = Ds18b20Scratchpad.GetRaw(_scratchpad);
            if (!HasKeptSetup())
            {
                Restarts++;
                return Lose(SensorFault.NotConverted);
            }

            if (!Ds18b20Scratchpad.IsInRange(raw))
            {
                return Fail(SensorFault.OutOfRange);
            }

            CentiCelsius = Ds18b20Scratchpad.ToCentiCelsius(raw);
            Fault = SensorFault.None;
            return true;
        }

        private bool TryReadScratchpad()
        {
            if (!Address() || !Send(ReadScratchpad))
            {
                return Fail(SensorFault.BusError);
            }

            for (int index = 0; index < _scratchpad.Length; index++)
            {
                _scratchpad[index] = _host.ReadByte();
            }

            Fault = Ds18b20Scratchpad.Check(_scratchpad);
            return Fault == SensorFault.None;
        }

        private bool Address()
        {
            if (!_host.TouchReset())
            {
                return false;
            }

            if (_romId == null)
            {
                return Send(SkipRom);
            }

            if (!Send(MatchRom))
            {
                return false;
            }

            for (int index = 0; index < RomIdBytes; index++)
            {
                if (!Send(_romId[index]))
                {
                    return false;
                }
            }

            return true;
        }

        // What is sent is read back: on a line held low, or one that is shorted, it is not the same.
        private bool Send(byte value)
        {
            return _host.TouchByte(value) == value;
        }

        private bool HasKeptSetup()
        {
            return _scratchpad[MarkHighAt] == _markHigh && _scratchpad[MarkLowAt] == _markLow && _scratchpad[ConfigAt] == _config;
        }

        private bool Lose(SensorFault fault)
        {
            _isSetUp = false;
            _isConverting = false;
            return Fail(fault);
        }

        private bool Fail(SensorFault fault)
        {
            Fault = fault;
            return false;
        }

        private static byte[] CheckRomId(byte[] romId)
        {
            if (romId.Length != RomIdBytes)
            {
                throw new ArgumentException("RomId has " + romId.Length + " bytes: expected 8");
            }

            if (romId[0] != FamilyCode)
            {
                throw new ArgumentException("RomId begins with " + romId[0] + ": a DS18B20's begins with 40");
            }

            if (OneWireCrc.Compute(romId, RomIdBytes - 1) != romId[RomIdBytes - 1])
            {
                throw new ArgumentException("RomId does not pass its check: its bytes go in the order of the wire with family 0x28 first");
            }

            var copy = new byte[RomIdBytes];
            Array.Copy(romId, copy, RomIdBytes);
            return copy;
        }
    }
}

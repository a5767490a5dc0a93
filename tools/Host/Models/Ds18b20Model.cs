using nanoFramework.Device.OneWire;

namespace DroneLink.Host.Models;

/// <summary>A DS18B20 with a supply of its own, bit by bit. Shares nothing with the driver, so that each proves the other.</summary>
public sealed class Ds18b20Model : IOneWirePart
{
    private readonly byte[] _romId;
    private readonly byte[] _scratchpad = new byte[9];
    private readonly byte[] _eeprom = [0x4B, 0x46, 0x7F];
    private readonly byte[] _output = new byte[9];
    private Phase _phase;
    private int _bits;
    private int _byte;
    private int _outputBits;
    private int _written;
    private long _convertedMs = -1;

    /// <summary>Creates a part that has just got its supply.</summary>
    /// <param name="serial">Six bytes of its ROM id.</param>
    /// <param name="family">The first byte of its ROM id.</param>
    public Ds18b20Model(long serial = 0x123456, byte family = 0x28)
    {
        _romId = [family, (byte)serial, (byte)(serial >> 8), (byte)(serial >> 16), (byte)(serial >> 24), (byte)(serial >> 32), (byte)(serial >> 40), 0];
        _romId[7] = Crc(_romId.AsSpan(0, 7));
        PowerOn();
    }

    private enum Phase
    {
        Silent,
        RomCommand,
        RomMatch,
        Command,
        Write,
        Output,
        Status,
    }

    /// <summary>Virtual time, ms.</summary>
    public long NowMs { get; set; }

    /// <summary>Temperature, 1/16 °C.</summary>
    public int Raw { get; set; }

    /// <summary>Whether it hears the order to convert and does nothing: it has no supply to convert with.</summary>
    public bool IgnoresConvert { get; set; }

    /// <summary>Its ROM id.</summary>
    public byte[] RomId => [.. _romId];

    /// <summary>Byte 4 as it is set.</summary>
    public byte Config => _scratchpad[4];

    /// <summary>Conversions that it was ordered to do.</summary>
    public int Conversions { get; private set; }

    /// <summary>The supply breaks down and comes back.</summary>
    public void PowerOn()
    {
        byte[] registers = [0x50, 0x05, .. _eeprom, 0xFF, 0x0C, 0x10];
        registers.CopyTo(_scratchpad, 0);
        _convertedMs = -1;
        _phase = Phase.Silent;
    }

    /// <inheritdoc/>
    public void Reset()
    {
        Finish();
        _phase = Phase.RomCommand;
        _bits = 0;
    }

    /// <inheritdoc/>
    public bool Touch(bool value)
    {
        Finish();
        switch (_phase)
        {
            case Phase.Silent:
                return true;
            case Phase.Status:
                return _convertedMs < 0;
            case Phase.Output:
                var bit = _outputBits < 72 && ((_output[_outputBits / 8] >> (_outputBits % 8)) & 1) == 0;
                _outputBits++;
                return !bit;
            default:
                Take(value);
                return true;
        }
    }

    private void Finish()
    {
        if (_convertedMs >= 0 && NowMs >= _convertedMs)
        {
            _convertedMs = -1;
            _scratchpad[0] = (byte)Raw;
            _scratchpad[1] = (byte)(Raw >> 8);
            _scratchpad[6] = (byte)(0x10 - (Raw & 0x0F));
        }
    }

    private void Take(bool value)
    {
        _byte = (_byte >> 1) | (value ? 0x80 : 0);
        _bits++;
        if (_bits % 8 == 0)
        {
            TakeByte((byte)_byte);
        }
    }

    private void TakeByte(byte value)
    {
        switch (_phase)
        {
            case Phase.RomCommand:
                _phase = value switch { 0xCC => Phase.Command, 0x55 => Phase.RomMatch, _ => Phase.Silent };
                break;
            case Phase.RomMatch:
                var at = (_bits / 8) - 2;
                _phase = value != _romId[at] ? Phase.Silent : at == 7 ? Phase.Command : Phase.RomMatch;
                break;
            case Phase.Command:
                TakeCommand(value);
                break;
            case Phase.Write:
                _scratchpad[2 + _written] = _written == 2 ? (byte)((value & 0x60) | 0x1F) : value;
                _written++;
                _phase = _written == 3 ? Phase.Silent : Phase.Write;
                break;
        }
    }

    private void TakeCommand(byte command)
    {
        _phase = Phase.Silent;
        switch (command)
        {
            case 0x44:
                Conversions++;
                _convertedMs = IgnoresConvert ? -1 : NowMs + (750 >> (3 - ((_scratchpad[4] >> 5) & 3)));
                _phase = Phase.Status;
                break;
            case 0x4E:
                _written = 0;
                _phase = Phase.Write;
                break;
            case 0xB8:
                _eeprom.CopyTo(_scratchpad, 2);
                _phase = Phase.Status;
                break;
            case 0xBE:
                _scratchpad.CopyTo(_output, 0);
                _output[8] = Crc(_output.AsSpan(0, 8));
                _outputBits = 0;
                _phase = Phase.Output;
                break;
        }
    }

    // As the part does it: a shift register of 8 bits with feedback into bits 2 and 3, from the left as its drawing has them.
    private static byte Crc(ReadOnlySpan<byte> bytes)
    {
        var register = 0;
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var feedback = (register & 1) ^ ((bytes[bit / 8] >> (bit % 8)) & 1);
            register = (register >> 1) ^ (feedback << 7) ^ (feedback << 3) ^ (feedback << 2);
        }

        return (byte)register;
    }
}

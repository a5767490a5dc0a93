using System.Buffers.Binary;
using System.Device.I2c;

namespace DroneLink.Host.Models;

/// <summary>A BMP280 or BME280, by its data sheet's registers. It is given the raw counts: what they mean is the driver's to work out.</summary>
public sealed class Bmp280Model : II2cPart
{
    private const int FirstMs = 60;

    private readonly byte[] _registers = new byte[256];
    private int _pointer;
    private long _startedMs;

    /// <summary>Creates a part that has just got its supply, with the trimming values of the data sheet's example.</summary>
    /// <param name="hasHumidity">Whether it is a BME280.</param>
    public Bmp280Model(bool hasHumidity = false)
    {
        HasHumidity = hasHumidity;
        Id = hasHumidity ? 0x60 : 0x58;
        int[] pressure = [27504, 26435, -1000, 36477, -10685, 3024, 2855, 140, -7, 15500, -14600, 6000];
        for (var index = 0; index < pressure.Length; index++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(_registers.AsSpan(0x88 + (2 * index)), (ushort)pressure[index]);
        }

        if (hasHumidity)
        {
            SetHumidityTrim(75, 362, 0, 315, 50, 30);
        }

        BrownOut();
    }

    /// <summary>Virtual time, ms.</summary>
    public long NowMs { get; set; }

    /// <summary>Whether it is a BME280.</summary>
    public bool HasHumidity { get; }

    /// <summary>What it says it is.</summary>
    public int Id { get; set; }

    /// <summary>Whether it still fills its registers from its memory.</summary>
    public bool IsCopying { get; set; }

    /// <summary>Whether its trimming values are blank, and what they then read as.</summary>
    public byte? Blank { get; set; }

    /// <summary>Whether it never measures.</summary>
    public bool IsStopped { get; set; }

    /// <summary>20 bits of temperature.</summary>
    public int RawTemperature { get; set; } = 519888;

    /// <summary>20 bits of pressure.</summary>
    public int RawPressure { get; set; } = 415148;

    /// <summary>16 bits of humidity.</summary>
    public int RawHumidity { get; set; } = 30000;

    /// <summary>The supply breaks down and comes back: it sleeps.</summary>
    public void BrownOut() => _registers.AsSpan(0xF2, 4).Clear();

    /// <summary>Writes the trimming values of humidity.</summary>
    public void SetHumidityTrim(int h1, int h2, int h3, int h4, int h5, int h6)
    {
        _registers[0xA1] = (byte)h1;
        BinaryPrimitives.WriteInt16LittleEndian(_registers.AsSpan(0xE1), (short)h2);
        _registers[0xE3] = (byte)h3;
        _registers[0xE4] = (byte)(h4 >> 4);
        _registers[0xE5] = (byte)((h4 & 0x0F) | (h5 << 4));
        _registers[0xE6] = (byte)(h5 >> 4);
        _registers[0xE7] = (byte)h6;
    }

    /// <inheritdoc/>
    public bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        _pointer = bytes[0];
        if (bytes.Length == 2)
        {
            Write(bytes[0], bytes[1]);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Read(Span<byte> bytes)
    {
        FillData();
        for (var index = 0; index < bytes.Length; index++)
        {
            var register = (_pointer + index) & 0xFF;
            var isTrim = register is >= 0x88 and <= 0xA1 or >= 0xE1 and <= 0xE7;
            bytes[index] = isTrim && Blank is { } blank ? blank : _registers[register];
        }
    }

    private bool IsNormal => (_registers[0xF4] & 3) == 3;

    private void Write(int register, byte value)
    {
        switch (register)
        {
            case 0xF5 when IsNormal: // "may be ignored" in that mode: here it is
                break;
            case 0xF2 when HasHumidity:
            case 0xF5:
                _registers[register] = value;
                break;
            case 0xF4:
                _registers[register] = value;
                _startedMs = NowMs;
                break;
        }
    }

    private void FillData()
    {
        _registers[0xD0] = (byte)Id;
        _registers[0xF3] = (byte)(IsCopying ? 1 : 0);
        var isMeasured = IsNormal && !IsStopped && NowMs - _startedMs >= FirstMs;
        Put20(0xF7, isMeasured && (_registers[0xF4] & 0x1C) != 0 ? RawPressure : 0x80000);
        Put20(0xFA, isMeasured && (_registers[0xF4] & 0xE0) != 0 ? RawTemperature : 0x80000);
        var humidity = isMeasured && (_registers[0xF2] & 7) != 0 ? RawHumidity : 0x8000;
        BinaryPrimitives.WriteUInt16BigEndian(_registers.AsSpan(0xFD), (ushort)humidity);
    }

    private void Put20(int register, int value)
    {
        _registers[register] = (byte)(value >> 12);
        _registers[register + 1] = (byte)(value >> 4);
        _registers[register + 2] = (byte)(value << 4);
    }
}

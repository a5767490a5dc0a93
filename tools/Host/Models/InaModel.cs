using System.Device.I2c;

namespace DroneLink.Host.Models;

/// <summary>
/// What INA219 and INA226 have in common: 16 bit registers behind a pointer, and conversions that take their time from the last setting
/// on. Time is a property, so a test may stop it.
/// </summary>
public abstract class InaModel : II2cPart
{
    private int _pointer;
    private long _startedUs;
    private long _taken;

    /// <summary>Virtual time, ms.</summary>
    public long NowMs { get; set; }

    /// <summary>Shunt, micro-ohm.</summary>
    public int ShuntMicroOhm { get; set; } = 100000;

    /// <summary>Voltage at the part, mV.</summary>
    public double VoltageMv { get; set; }

    /// <summary>Current through the shunt, mA.</summary>
    public double CurrentMa { get; set; }

    /// <summary>Whether it acknowledges nothing.</summary>
    public bool IsDeaf { get; set; }

    /// <summary>Whether its converter stands still.</summary>
    public bool IsStopped { get; set; }

    /// <summary>The configuration register.</summary>
    public int Config { get; private protected set; }

    /// <summary>The calibration register.</summary>
    public int Calibration { get; private protected set; }

    /// <summary>The supply breaks down and comes back: all settings are lost.</summary>
    public void BrownOut()
    {
        Config = PowerOnConfig;
        Calibration = 0;
        Restart();
    }

    /// <inheritdoc/>
    public bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        if (IsDeaf)
        {
            return false;
        }

        _pointer = bytes[0];
        if (bytes.Length == 3)
        {
            Write(_pointer, (bytes[1] << 8) | bytes[2]);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Read(Span<byte> bytes)
    {
        var value = Read(_pointer);
        for (var index = 0; index < bytes.Length; index++)
        {
            bytes[index] = (byte)(index % 2 == 0 ? value >> 8 : value);
        }
    }

    private protected abstract int PowerOnConfig { get; }

    private protected abstract long ConversionUs { get; }

    private protected long Completed => IsStopped ? 0 : ((NowMs * 1000) - _startedUs) / ConversionUs;

    private protected bool IsReady => Completed > _taken;

    private protected abstract void Write(int register, int value);

    private protected abstract int Read(int register);

    private protected void Restart()
    {
        _startedUs = NowMs * 1000;
        _taken = 0;
    }

    private protected void TakeReady() => _taken = Completed;

    private protected int ShuntRaw(double stepUv, int limit) =>
        Completed == 0 ? 0 : (int)Math.Clamp(Math.Round(CurrentMa * ShuntMicroOhm / 1000 / stepUv), -limit, limit);
}

namespace DroneLink.Host.Models;

/// <summary>An INA219, by its data sheet's registers.</summary>
public sealed class Ina219Model : InaModel
{
    /// <summary>Creates a part that has just got its supply.</summary>
    public Ina219Model() => BrownOut();

    /// <summary>Bits of the configuration that do not hold: not an INA219.</summary>
    public int ForgottenBits { get; init; }

    private protected override int PowerOnConfig => 0x399F;

    private protected override long ConversionUs => ConversionTimeUs(Config >> 7) + ConversionTimeUs(Config >> 3);

    private protected override void Write(int register, int value)
    {
        switch (register)
        {
            case 0x00:
                Config = value & 0x3FFF & ~ForgottenBits;
                Restart();
                break;
            case 0x05:
                Calibration = value & 0xFFFE;
                break;
        }
    }

    private protected override int Read(int register)
    {
        var current = ShuntRaw(10, 4000 << ((Config >> 11) & 3)) * Calibration / 4096;
        var bus = Completed == 0 ? 0 : (int)Math.Clamp(Math.Round(VoltageMv / 4), 0, 8000);
        switch (register)
        {
            case 0x00:
                return Config;
            case 0x02:
                return (bus << 3) | (IsReady ? 2 : 0) | (current is > 32767 or < -32768 ? 1 : 0);
            case 0x03:
                TakeReady();
                return Math.Abs(Math.Clamp(current, -32768, 32767)) * bus / 5000;
            case 0x04:
                return Math.Clamp(current, -32768, 32767);
            case 0x05:
                return Calibration;
            default:
                return 0;
        }
    }

    private static int ConversionTimeUs(int code) => (code & 8) != 0 ? 532 << (code & 7) : 84 << Math.Min(code & 3, 3);
}

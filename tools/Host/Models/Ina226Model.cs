namespace DroneLink.Host.Models;

/// <summary>An INA226, by its data sheet's registers.</summary>
public sealed class Ina226Model : InaModel
{
    private static readonly int[] Averages = [1, 4, 16, 64, 128, 256, 512, 1024];
    private static readonly int[] ConversionTimesUs = [140, 204, 332, 588, 1100, 2116, 4156, 8244];

    /// <summary>Creates a part that has just got its supply.</summary>
    public Ina226Model() => BrownOut();

    /// <summary>What it says of its maker.</summary>
    public int ManufacturerId { get; set; } = 0x5449;

    /// <summary>What it says it is.</summary>
    public int DieId { get; set; } = 0x2260;

    private protected override int PowerOnConfig => 0x4127;

    private protected override long ConversionUs =>
        Averages[(Config >> 9) & 7] * (long)(ConversionTimesUs[(Config >> 6) & 7] + ConversionTimesUs[(Config >> 3) & 7]);

    private protected override void Write(int register, int value)
    {
        switch (register)
        {
            case 0x00:
                Config = 0x4000 | (value & 0x0FFF);
                Restart();
                break;
            case 0x05:
                Calibration = value & 0x7FFF;
                break;
        }
    }

    private protected override int Read(int register)
    {
        var shunt = ShuntRaw(2.5, 32767);
        var current = shunt * Calibration / 2048;
        switch (register)
        {
            case 0x00:
                return Config;
            case 0x01:
                return shunt;
            case 0x02:
                return Completed == 0 ? 0 : (int)Math.Clamp(Math.Round(VoltageMv / 1.25), 0, 32767);
            case 0x04:
                return Math.Clamp(current, -32768, 32767);
            case 0x05:
                return Calibration;
            case 0x06:
                var flags = (IsReady ? 0x08 : 0) | (current is > 32767 or < -32768 ? 0x04 : 0);
                TakeReady();
                return flags;
            case 0xFE:
                return ManufacturerId;
            case 0xFF:
                return DieId;
            default:
                return 0;
        }
    }
}

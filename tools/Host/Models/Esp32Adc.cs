namespace DroneLink.Host.Models;

/// <summary>
/// ESP32's ADC1 as nanoFramework sets it, 12 bit at 12 dB, by what ESP-IDF calibrates it with (esp_adc_cal, ADC1 at 11 dB: scale 196602,
/// offset 142 mV, and a table from count 2880 on). It takes no constant from the drivers, so that one that is wrong there shows.
/// </summary>
public sealed class Esp32Adc
{
    /// <summary>The highest count.</summary>
    public const int MaxCount = 4095;

    private const double OffsetMv = 142;
    private const double FirstCount = 2880;
    private const double StepCounts = 128;

    // mV from count 2880 on, 128 counts apart, of chips whose reference is 1000 mV and 1200 mV. The last is half a step.
    private static readonly double[] Low = [2240, 2352, 2457, 2564, 2664, 2754, 2832, 2903, 2969, 3030, 3060];
    private static readonly double[] High = [2667, 2745, 2813, 2873, 2928, 2982, 3032, 3084, 3135, 3184, 3209];

    private readonly double _slope;
    private readonly double[] _counts = new double[Low.Length];
    private readonly double[] _millivolts = new double[Low.Length];

    /// <summary>Makes the converter of a chip.</summary>
    /// <param name="referenceMv">Its reference, mV: 1000 to 1200 by chip, 1100 nominal.</param>
    public Esp32Adc(double referenceMv = 1100)
    {
        _slope = referenceMv * 196602 / 4096 / 65536;
        for (var point = 0; point < Low.Length; point++)
        {
            _counts[point] = Math.Min(FirstCount + (point * StepCounts), 4096);
            _millivolts[point] = Low[point] + ((High[point] - Low[point]) * (referenceMv - 1000) / 200);
        }
    }

    /// <summary>That of a nominal chip.</summary>
    public static Esp32Adc Nominal { get; } = new();

    /// <summary>Returns what it counts, not rounded, 0 to 4095.</summary>
    /// <param name="millivolts">Voltage at the pin, mV.</param>
    public double ToCount(double millivolts)
    {
        if (millivolts < _millivolts[0])
        {
            return Math.Max((millivolts - OffsetMv) / _slope, 0);
        }

        for (var point = 1; point < _counts.Length; point++)
        {
            if (millivolts < _millivolts[point])
            {
                var share = (millivolts - _millivolts[point - 1]) / (_millivolts[point] - _millivolts[point - 1]);
                return Math.Min(_counts[point - 1] + (share * (_counts[point] - _counts[point - 1])), MaxCount);
            }
        }

        return MaxCount;
    }
}

using DroneLink.Drivers.Rx5808;
using DroneLink.Host.Models;

namespace DroneLink.Host.Simulation;

/// <summary>
/// RSSI of a 5.8 GHz analog video link by distance: free-space loss, log-normal shadowing that changes as the drone moves, and Rician
/// fading that is new every 10 ms, as long as it takes a drone to cross half a wavelength. Seeded; not thread safe.
/// </summary>
/// <param name="seed">Same seed, same readings.</param>
/// <param name="frequencyMhz">MHz.</param>
public sealed class RssiSimulator(int seed, int frequencyMhz = 5800)
{
    /// <summary>Noise in the receiver's bandwidth, dBm.</summary>
    public const double NoiseFloorDbm = -92;

    // Two antennas of 2 dBi.
    private const double AntennasDbi = 4;

    private const double ShadowingDb = 2.5;
    private const double ShadowingMetres = 25;
    private const double RicianK = 10;
    private const int CoherenceMs = 10;
    private const double NoiseCounts = 2;

    private readonly Random _random = new(seed);
    private double _shadowDb;
    private double _shadowedAt = double.NaN;
    private long _fadedMs = -CoherenceMs;

    /// <summary>The receiver's curve: the nominal one, which the driver assumes unless told. The ADC behind it is a nominal chip's.</summary>
    public RssiPinOptions Calibration { get; init; } = new();

    /// <summary>Power into the transmitter's antenna, mW; 0 is off.</summary>
    public double TransmitMilliwatt { get; set; } = 600;

    /// <summary>Power of the carrier at the receiver now, dBm; minus infinity when it is off.</summary>
    public double CarrierDbm { get; private set; } = double.NegativeInfinity;

    /// <summary>Power at the receiver now, dBm, with the noise in its bandwidth.</summary>
    public double Dbm { get; private set; } = NoiseFloorDbm;

    /// <summary>Returns the power without shadowing and fading, dBm.</summary>
    /// <param name="distanceMetres">Between the antennas; below 1 m counts as 1 m.</param>
    public double FreeSpaceDbm(double distanceMetres)
    {
        var kilometres = Math.Max(distanceMetres, 1) / 1000;
        return (10 * Math.Log10(TransmitMilliwatt)) + AntennasDbi - (20 * Math.Log10(kilometres)) - (20 * Math.Log10(frequencyMhz)) - 32.44;
    }

    /// <summary>Moves the drone.</summary>
    /// <param name="nowMs">Virtual time, ms; not before the last call's.</param>
    /// <param name="distanceMetres">Between the antennas.</param>
    public void Step(long nowMs, double distanceMetres)
    {
        if (nowMs < _fadedMs + CoherenceMs)
        {
            return;
        }

        _fadedMs = nowMs;
        MoveShadow(distanceMetres);
        CarrierDbm = FreeSpaceDbm(distanceMetres) + _shadowDb + FadingDb();
        Dbm = Sum(CarrierDbm, NoiseFloorDbm);
    }

    /// <summary>Reads the ADC, which has a noise of its own.</summary>
    /// <returns>The count, 0 to 4095.</returns>
    public int ReadCount() => Math.Clamp((int)Math.Round(ToCount(Dbm) + (NoiseCounts * Gaussian())), 0, Esp32Adc.MaxCount);

    /// <summary>Returns the ADC's count for a power, by <see cref="Calibration"/> and <see cref="Esp32Adc"/>; the receiver holds at both its ends.</summary>
    public int ToCount(double dbm)
    {
        var calibration = Calibration;
        var share = ((dbm * 100) - calibration.MinCentiDbm) / (calibration.MaxCentiDbm - calibration.MinCentiDbm);
        var millivolts = calibration.MinMv + (Math.Clamp(share, -0.05, 1) * (calibration.MaxMv - calibration.MinMv));
        return (int)Math.Ceiling(Esp32Adc.Nominal.ToCount(millivolts)); // up, so that the top reads as the top
    }

    /// <summary>Returns the power of two signals together, dBm.</summary>
    public static double Sum(double oneDbm, double otherDbm) => 10 * Math.Log10(Math.Pow(10, oneDbm / 10) + Math.Pow(10, otherDbm / 10));

    // Shadowing a distance apart is correlated by exp(-d/25 m): Gudmundson's model.
    private void MoveShadow(double distanceMetres)
    {
        var correlation = double.IsNaN(_shadowedAt) ? 0 : Math.Exp(-Math.Abs(distanceMetres - _shadowedAt) / ShadowingMetres);
        _shadowDb = (correlation * _shadowDb) + (Math.Sqrt(1 - (correlation * correlation)) * ShadowingDb * Gaussian());
        _shadowedAt = distanceMetres;
    }

    // A steady path of K times the power of all scattered ones, normalised to a mean of 1.
    private double FadingDb()
    {
        var steady = Math.Sqrt(RicianK / (RicianK + 1));
        var scatter = Math.Sqrt(1 / (2 * (RicianK + 1)));
        var real = steady + (scatter * Gaussian());
        var imaginary = scatter * Gaussian();
        return 10 * Math.Log10(Math.Max((real * real) + (imaginary * imaginary), 1e-6));
    }

    private double Gaussian() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}

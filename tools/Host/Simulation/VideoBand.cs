namespace DroneLink.Host.Simulation;

/// <summary>
/// What a receiver hears at each frequency of the 5.8 GHz band: its own drone's carrier, those of others, and noise, each through the
/// receiver's selectivity. Not thread safe.
/// </summary>
/// <param name="own">The own drone's carrier. Borrowed; whoever owns the band steps it.</param>
/// <param name="ownMhz">Its frequency, MHz.</param>
public sealed class VideoBand(RssiSimulator own, double ownMhz)
{
    // An RX5808's intermediate-frequency filter: as strong within some 9 MHz, and down by 1.5 dB for each MHz beyond, to 50 dB.
    private const double PassMhz = 9;
    private const double SkirtDbPerMhz = 1.5;
    private const double FloorDb = 50;

    private readonly Dictionary<double, double> _foreign = [];

    /// <summary>Frequency of the own drone's carrier, MHz.</summary>
    public double OwnMhz { get; set; } = ownMhz;

    /// <summary>Puts a carrier of somebody else on the air, or changes it.</summary>
    /// <param name="mhz">Its frequency, MHz.</param>
    /// <param name="dbm">Its power at the receiver, dBm.</param>
    public void SetForeign(double mhz, double dbm) => _foreign[mhz] = dbm;

    /// <summary>Returns the power that the receiver hears now.</summary>
    /// <param name="tunedMhz">What it is tuned to, MHz.</param>
    /// <returns>dBm.</returns>
    public double DbmAt(double tunedMhz)
    {
        var dbm = RssiSimulator.Sum(RssiSimulator.NoiseFloorDbm, own.CarrierDbm - RejectionDb(tunedMhz - OwnMhz));
        foreach (var (mhz, foreignDbm) in _foreign)
        {
            dbm = RssiSimulator.Sum(dbm, foreignDbm - RejectionDb(tunedMhz - mhz));
        }

        return dbm;
    }

    /// <summary>Returns how much weaker a carrier is heard beside the frequency tuned to, dB.</summary>
    /// <param name="offsetMhz">How far off it is, MHz.</param>
    public static double RejectionDb(double offsetMhz) => Math.Min(FloorDb, Math.Max(0, Math.Abs(offsetMhz) - PassMhz) * SkirtDbPerMhz);
}

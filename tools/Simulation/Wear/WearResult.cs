namespace DroneLink.Simulation.Wear;

/// <summary>What a run of days cost.</summary>
/// <param name="Days">How many.</param>
/// <param name="OfflineShare">What part of them was without the cloud.</param>
/// <param name="Flash">The counts.</param>
/// <param name="Recorded">Records taken.</param>
/// <param name="Overwritten">Records given up since the ring was full.</param>
internal sealed record WearResult(double Days, double OfflineShare, LittlefsWear Flash, long Recorded, long Overwritten)
{
    private const double DaysPerYear = 365.25;

    /// <summary>Erases of the block that was erased most.</summary>
    public long WorstErases => Flash.Erases.Max();

    /// <summary>Years until the block that wears most has had its erases.</summary>
    public double LifeYears(int endurance) => endurance / (WorstErases / Days * DaysPerYear);
}

namespace DroneLink.Simulation.Fleet;

/// <summary>What is wrong somewhere for a while. Its chance decides what comes of each single operation.</summary>
internal sealed class Conditions(FleetClock clock)
{
    private long _untilMs = -1;
    private double _share;

    /// <summary>Whether it is wrong now.</summary>
    public bool IsBad => clock.NowMs < _untilMs;

    /// <summary>Decides details.</summary>
    public Random Chance { get; private set; } = new(0);

    /// <summary>Begins it.</summary>
    /// <param name="ms">For how long.</param>
    /// <param name="share">How often it strikes, 0 to 1.</param>
    /// <param name="chance">Decides.</param>
    public void Begin(long ms, double share, Random chance) => (_untilMs, _share, Chance) = (clock.NowMs + ms, share, chance);

    /// <summary>Ends it.</summary>
    public void End() => _untilMs = -1;

    /// <summary>Whether it strikes this operation.</summary>
    public bool Strikes() => IsBad && Chance.NextDouble() < _share;
}

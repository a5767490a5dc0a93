namespace DroneLink.Simulation.Fleet;

/// <summary>What is wrong somewhere for a while. Its chance decides what comes of each single operation.</summary>
internal sealed class Conditions(FleetClock clock)
{
    private long _untilMs = -1;

    /// <summary>Whether it is wrong now.</summary>
    public bool IsBad => clock.NowMs < _untilMs;

    /// <summary>How bad, 0 to 1.</summary>
    public double Share { get; private set; }

    /// <summary>Decides details.</summary>
    public Random Chance { get; private set; } = new(0);

    /// <summary>When it ends.</summary>
    public long UntilMs => _untilMs;

    /// <summary>Begins it.</summary>
    public void Begin(long ms, double share, Random chance) => (_untilMs, Share, Chance) = (clock.NowMs + ms, share, chance);

    /// <summary>Ends it.</summary>
    public void End() => _untilMs = -1;

    /// <summary>Whether it strikes this operation.</summary>
    public bool Strikes() => IsBad && Chance.NextDouble() < Share;
}

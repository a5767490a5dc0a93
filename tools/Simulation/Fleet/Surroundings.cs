namespace DroneLink.Simulation.Fleet;

/// <summary>What is wrong around one device.</summary>
internal sealed class Surroundings(FleetClock clock)
{
    /// <summary>No network, and the board says so.</summary>
    public Conditions Down { get; } = new(clock);

    /// <summary>No network, and nobody says so: what is sent vanishes, in both directions.</summary>
    public Conditions HalfOpen { get; } = new(clock);

    /// <summary>Single messages and acknowledgements are lost, late, twice, or in another order.</summary>
    public Conditions Lossy { get; } = new(clock);

    /// <summary>Answers over HTTPS are errors, or do not come, whether the request was carried out or not.</summary>
    public Conditions Http { get; } = new(clock);

    /// <summary>The time server does not answer.</summary>
    public Conditions NoTime { get; } = new(clock);

    /// <summary>The time server, or the GPS, is wrong by <see cref="TimeErrorMs"/>.</summary>
    public Conditions WrongTime { get; } = new(clock);

    /// <summary>Another one has this device's client id, and both throw each other out.</summary>
    public Conditions Kicked { get; } = new(clock);

    /// <summary>The flash refuses writes.</summary>
    public Conditions Full { get; } = new(clock);

    /// <summary>By how much the time is wrong.</summary>
    public long TimeErrorMs { get; set; }

    /// <summary>Everything is well from here on.</summary>
    public void Heal()
    {
        foreach (var conditions in (Conditions[])[Down, HalfOpen, Lossy, Http, NoTime, WrongTime, Kicked, Full]) conditions.End();
    }
}

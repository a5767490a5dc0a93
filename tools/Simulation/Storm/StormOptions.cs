namespace DroneLink.Simulation.Storm;

/// <summary>How large a reconnect storm is.</summary>
/// <param name="Devices">Devices that call at the same moment.</param>
/// <param name="ConnectsPerSecond">Connections that the broker takes in a second.</param>
internal sealed record StormOptions(int Devices, int ConnectsPerSecond)
{
    /// <summary>It is over within this, ms since the broker takes connections again.</summary>
    public const int SettledMs = 330_000;

    /// <summary>What every change is held to.</summary>
    public static StormOptions Small { get; } = new(1000, 10);

    /// <summary>What the fleet of the project's goals is.</summary>
    public static StormOptions Large { get; } = new(10_000, 100);
}

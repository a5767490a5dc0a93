namespace DroneLink.Simulation.Storm;

/// <summary>How large a reconnect storm is.</summary>
/// <param name="Devices">Devices that call at the same moment.</param>
/// <param name="ConnectsPerSecond">Connections that the broker takes in a second.</param>
internal sealed record StormOptions(int Devices, int ConnectsPerSecond)
{
    /// <summary>The largest storm is over within this, ms since it began.</summary>
    public const int SettledMs = 330_000;

    /// <summary>Of what is shared by the devices of the story, a tenth: every change is held to it.</summary>
    public static StormOptions Small { get; } = new(1000, 10);
}

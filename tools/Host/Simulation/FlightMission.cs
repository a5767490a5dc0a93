namespace DroneLink.Host.Simulation;

/// <summary>What a simulated drone flies.</summary>
public enum FlightMission
{
    /// <summary>A loop of points within 500 m, round after round, until the battery is low.</summary>
    Survey,

    /// <summary>Straight out to <see cref="FlightOptions.FarMetres"/> and straight back.</summary>
    OutAndBack,
}

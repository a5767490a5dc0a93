namespace DroneLink.Host.Simulation;

/// <summary>One simulated drone.</summary>
public sealed record FlightOptions
{
    /// <summary>Same seed, same flight. Drones of one home take different seeds, and so different routes.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>What it flies.</summary>
    public FlightMission Mission { get; init; }

    /// <summary>How far <see cref="FlightMission.OutAndBack"/> goes, metres.</summary>
    public double FarMetres { get; init; } = 900;

    /// <summary>MAVLink system, 1 to 255.</summary>
    public byte SystemId { get; init; } = 1;

    /// <summary>Degrees north. The default is a field by Campinas.</summary>
    public double HomeLatitude { get; init; } = -22.8219;

    /// <summary>Degrees east.</summary>
    public double HomeLongitude { get; init; } = -47.0647;

    /// <summary>Metres above mean sea level.</summary>
    public double HomeAltitude { get; init; } = 590;

    /// <summary>UTC at time 0, ms since 1970.</summary>
    public long StartUtcMs { get; init; } = 1_767_225_600_000;

    /// <summary>Seconds on the ground before each flight.</summary>
    public double GroundSeconds { get; init; } = 15;

    /// <summary>Capacity of each battery, mAh.</summary>
    public double BatteryMah { get; init; } = 5200;
}

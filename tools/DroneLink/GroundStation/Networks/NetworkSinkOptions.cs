namespace DroneLink.Tool.GroundStation.Networks;

/// <summary>A network that the ground station passes records to.</summary>
public abstract class NetworkSinkOptions
{
    /// <summary>Default of <see cref="Backlog"/>.</summary>
    public const int DefaultBacklog = 10_000;

    /// <summary>Its name in the log.</summary>
    public required string Name { get; init; }

    /// <summary>What it gets.</summary>
    public RecordFilter Filter { get; init; } = new();

    /// <summary>Records a second at the most; messages, for MAVLink.</summary>
    public required double Rate { get; init; }

    /// <summary>Records that wait at the most; texts, for MAVLink.</summary>
    public int Backlog { get; init; } = DefaultBacklog;

    /// <summary>Where it is, for people; no secret.</summary>
    public abstract string Describe();
}

namespace DroneLink.Simulation.Wear;

/// <summary>What life a device leads.</summary>
internal sealed record WearOptions
{
    /// <summary>Share of the time without the cloud, 0 to 1.</summary>
    public double Offline { get; init; } = 0.1;

    /// <summary>Minutes of an outage, on average; each is drawn from an exponential distribution.</summary>
    public double OutageMinutes { get; init; } = 10;

    /// <summary>Records a second, in the mix of a drone with an autopilot.</summary>
    public double Rate { get; init; } = DefaultMix.Rate;

    /// <summary>Days that are run; the rest of the life goes on like them.</summary>
    public int Days { get; init; } = 100;

    /// <summary>KB of the partition.</summary>
    public int PartitionKb { get; init; } = 256;

    /// <summary>Segments of the ring.</summary>
    public int Segments { get; init; } = Firmware.Configuration.ConfigurationReader.DefaultRingSegments;

    /// <summary>Erases that a block stands: 100,000 by the data sheets of the flash that ESP32 modules have.</summary>
    public int Endurance { get; init; } = 100_000;

    /// <summary>Of the case.</summary>
    public int Seed { get; init; } = 1;
}

namespace DroneLink.CloudSdk.Aws;

/// <summary>How a <see cref="KinesisPipeline"/> reads.</summary>
public sealed record KinesisPipelineOptions
{
    /// <summary>Default of <see cref="PollInterval"/>: 1 s.</summary>
    public static readonly TimeSpan DefaultPollInterval = TimeSpan.FromSeconds(1);

    // Kinesis allows five reads of a shard a second, to all readers together.
    private static readonly TimeSpan MinPollInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxPollInterval = TimeSpan.FromMinutes(1);

    /// <summary>How long a shard that has nothing new is left alone, 200 ms to 1 min.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of range.</exception>
    public TimeSpan PollInterval
    {
        get;
        init => field = OptionRange.Check(value, MinPollInterval, MaxPollInterval, nameof(PollInterval));
    } = DefaultPollInterval;

    /// <summary>
    /// Whether a shard without a checkpoint is read from its newest record on, for whoever only listens; else from its oldest, so that
    /// nothing is missed.
    /// </summary>
    public bool StartsAtLatest { get; init; }
}

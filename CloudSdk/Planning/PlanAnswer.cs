namespace DroneLink.CloudSdk.Planning;

/// <summary>Body of the answer to <c>POST /v1/plan</c>.</summary>
public sealed record PlanAnswer
{
    /// <summary>The profile that it was judged by. Being listed in one is not a permission to transmit.</summary>
    public required string Region { get; init; }

    /// <summary>One for each drone, in their order.</summary>
    public required IReadOnlyList<PlannedChannel> Channels { get; init; }

    /// <summary>The <see cref="ImdRating"/>: 100 is the best.</summary>
    public required int Rating { get; init; }

    /// <summary>The two that are nearest to each other; absent when there are not two.</summary>
    public PlannedSeparation? Separation { get; init; }

    /// <summary>Whether no better plan exists; absent when the frequencies were given.</summary>
    public bool? Exact { get; init; }

    /// <summary>What speaks against it; empty when nothing does.</summary>
    public required IReadOnlyList<PlanWarning> Warnings { get; init; }
}

/// <summary>The channel of a drone.</summary>
public sealed record PlannedChannel
{
    /// <summary>Number of the drone, from 1.</summary>
    public required int Drone { get; init; }

    /// <summary>MHz.</summary>
    public required int Frequency { get; init; }

    /// <summary>What the channel is called in the tables; empty when none of them has it.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Whether it was given and not chosen.</summary>
    public required bool Fixed { get; init; }

    /// <summary>Whether the region's profile lists it. That is not a permission.</summary>
    public required bool InRegion { get; init; }
}

/// <summary>A distance between two frequencies.</summary>
public sealed record PlannedSeparation
{
    /// <summary>MHz.</summary>
    public required int Mhz { get; init; }

    /// <summary>The two, MHz, ascending.</summary>
    public required IReadOnlyList<int> Between { get; init; }
}

/// <summary>Something that speaks against a plan.</summary>
public sealed record PlanWarning
{
    /// <summary>One word for programs: <c>separation</c>, <c>intermodulation</c>, <c>avoid</c>, <c>region</c>, <c>channel</c> or <c>search</c>.</summary>
    public required string Code { get; init; }

    /// <summary>What it is and what to do about it, for people.</summary>
    public required string Text { get; init; }
}

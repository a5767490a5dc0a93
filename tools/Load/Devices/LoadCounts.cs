namespace DroneLink.Load.Devices;

/// <summary>What devices did in a while.</summary>
internal sealed record LoadCounts
{
    /// <summary>Records taken.</summary>
    public long Offered { get; init; }

    /// <summary>Records acknowledged.</summary>
    public long Acknowledged { get; init; }

    /// <summary>Records that a device had no room for: its oldest, as its flash does.</summary>
    public long Overwritten { get; init; }

    /// <summary>Answers that asked for patience: 429 and 503.</summary>
    public long Throttled { get; init; }

    /// <summary>Connections that ended or did not come about, and requests without an answer.</summary>
    public long Disconnected { get; init; }

    /// <summary>Adds another count.</summary>
    public LoadCounts Plus(LoadCounts other) => new()
    {
        Offered = Offered + other.Offered,
        Acknowledged = Acknowledged + other.Acknowledged,
        Overwritten = Overwritten + other.Overwritten,
        Throttled = Throttled + other.Throttled,
        Disconnected = Disconnected + other.Disconnected,
    };
}

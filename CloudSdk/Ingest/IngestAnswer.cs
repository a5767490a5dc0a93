namespace DroneLink.CloudSdk.Ingest;

/// <summary>
/// Body of the 202 answer to a post of frames. Every frame of the body is in one of the three; what is not rejected is safe, and
/// the device may forget all of them.
/// </summary>
public sealed record IngestAnswer
{
    /// <summary>Frames that are now durable.</summary>
    public required int Accepted { get; init; }

    /// <summary>Frames that the same body had before; they are durable too, once.</summary>
    public required int Duplicates { get; init; }

    /// <summary>Frames that will never be accepted.</summary>
    public required IReadOnlyList<RejectedFrame> Rejected { get; init; }
}

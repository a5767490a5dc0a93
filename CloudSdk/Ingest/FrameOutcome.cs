namespace DroneLink.CloudSdk.Ingest;

/// <summary>What became of one frame.</summary>
/// <param name="Status">Whether the sender is done with it.</param>
/// <param name="Code">Why it was rejected; null otherwise.</param>
/// <param name="Message">The same for people; null otherwise.</param>
public readonly record struct FrameOutcome(FrameStatus Status, string? Code = null, string? Message = null);

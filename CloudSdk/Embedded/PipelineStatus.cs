namespace DroneLink.CloudSdk.Embedded;

/// <summary>How the pipeline is doing.</summary>
/// <param name="Checkpoint">Everything up to this sequence number is in every sink, or in the dead letters.</param>
/// <param name="FailedAttempts">Attempts in a row that came no further; 0 when all is well.</param>
/// <param name="LastError">What stopped the last of them; null when all is well, or when the handler reported it.</param>
public sealed record PipelineStatus(long Checkpoint, int FailedAttempts, string? LastError);

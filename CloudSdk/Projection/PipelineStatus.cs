namespace DroneLink.CloudSdk.Projection;

/// <summary>How a pipeline is doing.</summary>
/// <param name="FailedAttempts">Attempts in a row that came no further; 0 when all is well.</param>
/// <param name="LastError">What stopped the last of them; null when all is well, or when the handler reported it.</param>
public sealed record PipelineStatus(int FailedAttempts, string? LastError);

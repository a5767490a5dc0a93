namespace DroneLink.CloudSdk.Projection;

/// <summary>
/// What Lambda's event source mapping is on AWS: hands batches of a stream to a <see cref="ProjectionHandler"/> and moves its checkpoint to
/// just before the lowest failure. Killed at any point it only repeats. Thread safe.
/// </summary>
public interface IProjectionPipeline
{
    /// <summary>How it is doing.</summary>
    PipelineStatus Status { get; }

    /// <summary>Runs until the token ends it; returns then, after the batch under way, without an exception.</summary>
    Task RunAsync(CancellationToken cancellationToken);

    /// <summary>Carries on, without waiting between attempts, to the end of the stream or to what cannot be stored now.</summary>
    /// <returns>True when nothing is left; false when an attempt came no further.</returns>
    /// <exception cref="OperationCanceledException">The token ended it.</exception>
    Task<bool> DrainAsync(CancellationToken cancellationToken = default);
}

using DroneLink.CloudSdk.Projection;

namespace DroneLink.Tool.GroundStation.Networks;

/// <summary>Carries records to another network. Called by one caller at a time, which owns it.</summary>
public interface INetworkDelivery : IAsyncDisposable
{
    /// <summary>Records that one call takes at the most.</summary>
    int MaxBatch { get; }

    /// <summary>The shortest time from one call to the next.</summary>
    TimeSpan Interval { get; }

    /// <summary>Delivers records. An exception means that none was; it is tried again.</summary>
    Task<DeliveryResult> DeliverAsync(IReadOnlyList<ProjectedRecord> batch, CancellationToken cancellationToken);
}

/// <summary>What became of records.</summary>
/// <param name="Left">Those to be tried again; the others are there, or are refused.</param>
/// <param name="Refused">How many are refused for ever.</param>
/// <param name="Reason">Why not all are there, for people; no secret. Null when they are.</param>
/// <param name="RetryAfter">How long the other side asked to be left alone; null when it did not.</param>
public sealed record DeliveryResult(IReadOnlyList<ProjectedRecord> Left, int Refused = 0, string? Reason = null, TimeSpan? RetryAfter = null)
{
    /// <summary>All are there.</summary>
    public static DeliveryResult Done { get; } = new([]);
}

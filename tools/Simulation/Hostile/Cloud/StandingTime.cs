namespace DroneLink.Simulation.Hostile.Cloud;

/// <summary>A clock that stands.</summary>
internal sealed class StandingTime(DateTimeOffset now) : TimeProvider
{
    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => now;
}

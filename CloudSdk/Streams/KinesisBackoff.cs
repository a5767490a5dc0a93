namespace DroneLink.CloudSdk.Streams;

/// <summary>Full jitter: any wait from nothing up to a bound that doubles with each failure, so that callers do not come back together.</summary>
internal static class KinesisBackoff
{
    // Passes any bound from 1 ms on, and does not overflow.
    private const int MaxDoublings = 24;

    /// <summary>Returns the wait after a failure.</summary>
    /// <param name="options">Has base and bound.</param>
    /// <param name="failures">How many failures there were, this one included: 1 or more.</param>
    /// <param name="random">From 0 to below 1.</param>
    public static TimeSpan After(KinesisTelemetryStreamOptions options, int failures, double random)
    {
        var bound = options.BackoffBase * (1L << Math.Min(failures - 1, MaxDoublings));
        return (bound < options.BackoffMax ? bound : options.BackoffMax) * random;
    }
}

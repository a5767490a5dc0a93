namespace DroneLink.CloudSdk;

/// <summary>Full jitter: any wait from nothing up to a bound that doubles with each failure, so that callers do not come back together.</summary>
public static class FullJitter
{
    // Passes any bound from 1 ms on, and does not overflow.
    private const int MaxDoublings = 24;

    /// <summary>Returns the wait after a failure.</summary>
    /// <param name="first">The bound after the first.</param>
    /// <param name="most">The bound at most; below <paramref name="first"/> it wins.</param>
    /// <param name="failures">How many there were, this one included: 1 or more.</param>
    /// <param name="random">From 0 to below 1.</param>
    public static TimeSpan Wait(TimeSpan first, TimeSpan most, int failures, double random)
    {
        var bound = first * (1L << Math.Clamp(failures - 1, 0, MaxDoublings));
        return (bound < most ? bound : most) * random;
    }
}

namespace DroneLink.CloudSdk.Ota;

/// <summary>How updates are offered. A value outside its range is refused with <see cref="ArgumentOutOfRangeException"/> when it is set.</summary>
public sealed record OtaHandlerOptions
{
    /// <summary>Default of <see cref="OfferLifetime"/>: a day.</summary>
    public static readonly TimeSpan DefaultOfferLifetime = TimeSpan.FromDays(1);

    /// <summary>
    /// How long a device may take to accept an offer, 1 min to 30 days. A device under way that is silent for so long gives up its place in
    /// <see cref="OtaRollout.MaxInProgress"/>.
    /// </summary>
    public TimeSpan OfferLifetime
    {
        get;
        init => field = OptionRange.Check(value, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30), nameof(OfferLifetime));
    } = DefaultOfferLifetime;

    /// <summary>How far a device's clock may be off in a signed request, s, 1 to 3600.</summary>
    public int MaxClockSkewSeconds
    {
        get;
        init => field = OptionRange.Check(value, 1, 3600, nameof(MaxClockSkewSeconds));
    } = 300;

    /// <summary>How long to wait before something is asked for again, s, when it could not be answered.</summary>
    public int RetryAfterSeconds { get; init; } = 30;

    /// <summary>
    /// Whether a request that no authorizer has seen may publish and roll out. Default false: a route that was left without its authorizer is
    /// then closed, not open. True for a machine that only its owner reaches.
    /// </summary>
    public bool AllowAnonymous { get; init; }

    /// <summary>Is given every exception that the caller sees only as "not now", for the log. Called from any thread; must not throw.</summary>
    public Action<Exception>? OnFailure { get; init; }
}

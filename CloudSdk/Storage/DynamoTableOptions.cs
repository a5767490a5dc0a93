namespace DroneLink.CloudSdk.Storage;

/// <summary>
/// How <see cref="DynamoTable"/> keeps, calls and retries. A value outside its range is refused with
/// <see cref="ArgumentOutOfRangeException"/> when it is set.
/// </summary>
public sealed record DynamoTableOptions
{
    /// <summary>Default of <see cref="Retention"/>: 90 days.</summary>
    public static readonly TimeSpan DefaultRetention = TimeSpan.FromDays(90);

    /// <summary>Default of <see cref="MaxParallelCalls"/>.</summary>
    public const int DefaultMaxParallelCalls = 32;

    /// <summary>Default of <see cref="MaxAttempts"/>.</summary>
    public const int DefaultMaxAttempts = 6;

    /// <summary>Default of <see cref="BackoffBase"/>: 25 ms.</summary>
    public static readonly TimeSpan DefaultBackoffBase = TimeSpan.FromMilliseconds(25);

    /// <summary>Default of <see cref="BackoffMax"/>: 1 s.</summary>
    public static readonly TimeSpan DefaultBackoffMax = TimeSpan.FromSeconds(1);

    /// <summary>Default of <see cref="CallTimeout"/>: 3 s.</summary>
    public static readonly TimeSpan DefaultCallTimeout = TimeSpan.FromSeconds(3);

    private const int MostParallelCalls = 1000;
    private const int MostAttempts = 100;

    private static readonly TimeSpan MinRetention = TimeSpan.FromDays(1);
    private static readonly TimeSpan MostRetention = TimeSpan.FromDays(3650);
    private static readonly TimeSpan MinTime = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan MostBackoff = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MostTimeout = TimeSpan.FromMinutes(15);

    /// <summary>
    /// How long a record is kept after the stream took it, and a dead letter after it last came: 1 to 3650 days. Devices and their latest
    /// records stay for ever.
    /// </summary>
    public TimeSpan Retention
    {
        get;
        init => field = OptionRange.Check(value, MinRetention, MostRetention, nameof(Retention));
    } = DefaultRetention;

    /// <summary>Calls to the service at the same time, 1 to 1000; waits between attempts do not count.</summary>
    public int MaxParallelCalls
    {
        get;
        init => field = OptionRange.Check(value, 1, MostParallelCalls, nameof(MaxParallelCalls));
    } = DefaultMaxParallelCalls;

    /// <summary>How often a call is made before it is given up, 1 to 100; as often, a write that another writer was ahead of.</summary>
    public int MaxAttempts
    {
        get;
        init => field = OptionRange.Check(value, 1, MostAttempts, nameof(MaxAttempts));
    } = DefaultMaxAttempts;

    /// <summary>The first retry waits less than this, each further one up to twice as long: 1 ms to 1 min.</summary>
    public TimeSpan BackoffBase
    {
        get;
        init => field = OptionRange.Check(value, MinTime, MostBackoff, nameof(BackoffBase));
    } = DefaultBackoffBase;

    /// <summary>No retry waits longer: 1 ms to 1 min. Below <see cref="BackoffBase"/> it wins.</summary>
    public TimeSpan BackoffMax
    {
        get;
        init => field = OptionRange.Check(value, MinTime, MostBackoff, nameof(BackoffMax));
    } = DefaultBackoffMax;

    /// <summary>How long one call may take, 1 ms to 15 min; one that takes longer is made again.</summary>
    public TimeSpan CallTimeout
    {
        get;
        init => field = OptionRange.Check(value, MinTime, MostTimeout, nameof(CallTimeout));
    } = DefaultCallTimeout;
}

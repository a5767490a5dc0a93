namespace DroneLink.CloudSdk.Streams;

/// <summary>
/// How <see cref="KinesisTelemetryStream"/> batches and retries. A value outside its range is refused with
/// <see cref="ArgumentOutOfRangeException"/> when it is set.
/// </summary>
public sealed record KinesisTelemetryStreamOptions
{
    /// <summary>Default and maximum of <see cref="MaxCallEntries"/>: what PutRecords takes.</summary>
    public const int DefaultMaxCallEntries = 500;

    /// <summary>Default of <see cref="MaxCallBytes"/>: 5 MiB.</summary>
    public const int DefaultMaxCallBytes = 5 * 1024 * 1024;

    /// <summary>Default of <see cref="MaxDeviceEntries"/>.</summary>
    public const int DefaultMaxDeviceEntries = 1;

    /// <summary>Default of <see cref="MaxAttempts"/>.</summary>
    public const int DefaultMaxAttempts = 5;

    /// <summary>Default of <see cref="BackoffBase"/>: 50 ms.</summary>
    public static readonly TimeSpan DefaultBackoffBase = TimeSpan.FromMilliseconds(50);

    /// <summary>Default of <see cref="BackoffMax"/>: 1 s.</summary>
    public static readonly TimeSpan DefaultBackoffMax = TimeSpan.FromSeconds(1);

    /// <summary>Default of <see cref="CallTimeout"/>: 3 s.</summary>
    public static readonly TimeSpan DefaultCallTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Default of <see cref="Timeout"/>: 10 s.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    private const int MinCallBytes = KinesisTelemetryStream.MaxDataBytes + (4 * KinesisTelemetryStream.MaxPartitionKeyLength);
    private const int MostCallBytes = 10 * 1024 * 1024;
    private const int MostAttempts = 100;

    private static readonly TimeSpan MinTime = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan MostBackoff = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MostTimeout = TimeSpan.FromMinutes(15);

    /// <summary>Entries of one call at the most, 1 to 500.</summary>
    public int MaxCallEntries
    {
        get;
        init => field = OptionRange.Check(value, 1, DefaultMaxCallEntries, nameof(MaxCallEntries));
    } = DefaultMaxCallEntries;

    /// <summary>
    /// Bytes of one call at the most, data and keys: 1,049,600 (one entry of the greatest size) to 10,485,760 (what the service takes).
    /// </summary>
    public int MaxCallBytes
    {
        get;
        init => field = OptionRange.Check(value, MinCallBytes, MostCallBytes, nameof(MaxCallBytes));
    } = DefaultMaxCallBytes;

    /// <summary>
    /// Entries of one device in one call at the most, 1 to 500. With 1, the default, a device's entries come into the stream in their
    /// order whatever fails, at the price of a round trip for each of them. With more, a backlog goes faster; but Kinesis may then
    /// store a later one of a call though it refused an earlier one. Both are sent again, in their order: the stream has the later one
    /// twice, the first time too early.
    /// </summary>
    public int MaxDeviceEntries
    {
        get;
        init => field = OptionRange.Check(value, 1, DefaultMaxCallEntries, nameof(MaxDeviceEntries));
    } = DefaultMaxDeviceEntries;

    /// <summary>How often an entry is sent before it is given up, 1 to 100.</summary>
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

    /// <summary>
    /// How long one call may take, 1 ms to 15 min. One that takes longer is made again; it may have been stored, and then the stream has
    /// its entries twice.
    /// </summary>
    public TimeSpan CallTimeout
    {
        get;
        init => field = OptionRange.Check(value, MinTime, MostTimeout, nameof(CallTimeout));
    } = DefaultCallTimeout;

    /// <summary>How long a put may take with all its calls and waits, 1 ms to 15 min. The caller's token ends it sooner.</summary>
    public TimeSpan Timeout
    {
        get;
        init => field = OptionRange.Check(value, MinTime, MostTimeout, nameof(Timeout));
    } = DefaultTimeout;
}

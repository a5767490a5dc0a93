using System.Buffers;

namespace DroneLink.CloudSdk.Search;

/// <summary>
/// How <see cref="ElasticEventSearch"/> names, batches and retries. A value outside its range is refused with
/// <see cref="ArgumentOutOfRangeException"/>, a prefix that is none with <see cref="FormatException"/>, when it is set.
/// </summary>
public sealed record ElasticEventSearchOptions
{
    /// <summary>Default of <see cref="Prefix"/>.</summary>
    public const string DefaultPrefix = "dronelink";

    /// <summary>Longest <see cref="Prefix"/>, characters.</summary>
    public const int MaxPrefixLength = 64;

    /// <summary>Default of <see cref="RetentionDays"/>.</summary>
    public const int DefaultRetentionDays = 90;

    /// <summary>Default of <see cref="MaxCallBytes"/>: 5 MiB.</summary>
    public const int DefaultMaxCallBytes = 5 * 1024 * 1024;

    /// <summary>Default of <see cref="MaxCallItems"/>.</summary>
    public const int DefaultMaxCallItems = 2_000;

    /// <summary>Default of <see cref="MaxAttempts"/>.</summary>
    public const int DefaultMaxAttempts = 5;

    /// <summary>Default of <see cref="BackoffBase"/>: 100 ms.</summary>
    public static readonly TimeSpan DefaultBackoffBase = TimeSpan.FromMilliseconds(100);

    /// <summary>Default of <see cref="BackoffMax"/>: 2 s.</summary>
    public static readonly TimeSpan DefaultBackoffMax = TimeSpan.FromSeconds(2);

    /// <summary>Default of <see cref="CallTimeout"/>: 10 s.</summary>
    public static readonly TimeSpan DefaultCallTimeout = TimeSpan.FromSeconds(10);

    private static readonly SearchValues<char> PrefixCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-");
    private static readonly TimeSpan MinTime = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// Begins the names of indices, templates and policy: 1 to 64 characters of <c>a-z 0-9 _ -</c>, the first a letter or a digit.
    /// </summary>
    public string Prefix
    {
        get;
        init => field = value is { Length: >= 1 and <= MaxPrefixLength }
            && char.IsAsciiLetterOrDigit(value[0]) && !value.AsSpan().ContainsAnyExcept(PrefixCharacters)
            ? value
            : throw new FormatException($"'{value}' begins no index; expected are 1 to {MaxPrefixLength} characters of a-z 0-9 _ -, the first a letter or a digit.");
    } = DefaultPrefix;

    /// <summary>Days after which an index is deleted, counted from its making: 1 to 3650.</summary>
    public int RetentionDays
    {
        get;
        init => field = OptionRange.Check(value, 1, 3650, nameof(RetentionDays));
    } = DefaultRetentionDays;

    /// <summary>Bytes of one bulk call at the most, 64 KiB to 90 MiB. A single document may be larger and then goes alone.</summary>
    public int MaxCallBytes
    {
        get;
        init => field = OptionRange.Check(value, 64 * 1024, 90 * 1024 * 1024, nameof(MaxCallBytes));
    } = DefaultMaxCallBytes;

    /// <summary>Documents of one bulk call at the most, 1 to 10,000.</summary>
    public int MaxCallItems
    {
        get;
        init => field = OptionRange.Check(value, 1, 10_000, nameof(MaxCallItems));
    } = DefaultMaxCallItems;

    /// <summary>How often a call, or a document in it, is sent before it is given up, 1 to 100.</summary>
    public int MaxAttempts
    {
        get;
        init => field = OptionRange.Check(value, 1, 100, nameof(MaxAttempts));
    } = DefaultMaxAttempts;

    /// <summary>The first retry waits less than this, each further one up to twice as long: 1 ms to 1 min.</summary>
    public TimeSpan BackoffBase
    {
        get;
        init => field = OptionRange.Check(value, MinTime, TimeSpan.FromMinutes(1), nameof(BackoffBase));
    } = DefaultBackoffBase;

    /// <summary>No retry waits longer: 1 ms to 1 min. Below <see cref="BackoffBase"/> it wins.</summary>
    public TimeSpan BackoffMax
    {
        get;
        init => field = OptionRange.Check(value, MinTime, TimeSpan.FromMinutes(1), nameof(BackoffMax));
    } = DefaultBackoffMax;

    /// <summary>How long one call may take, 1 ms to 15 min. One that takes longer is made again, whatever became of it.</summary>
    public TimeSpan CallTimeout
    {
        get;
        init => field = OptionRange.Check(value, MinTime, TimeSpan.FromMinutes(15), nameof(CallTimeout));
    } = DefaultCallTimeout;

    /// <summary>When a search sees what was written.</summary>
    public SearchRefresh Refresh { get; init; }
}

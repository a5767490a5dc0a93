using DroneLink.CloudSdk.Storage;

namespace DroneLink.CloudSdk.Search;

/// <summary>Asks for events and texts, newest first.</summary>
public sealed record EventQuery
{
    /// <summary>Length of <see cref="Text"/> at most, in UTF-16 units.</summary>
    public const int MaxTextLength = 200;

    /// <summary>Only of this device; null for all.</summary>
    public string? DeviceId { get; init; }

    /// <summary>Only what is at least this severe (syslog: 0 is the worst, 7 the least); null for all, those without a severity too.</summary>
    public int? Severity { get; init; }

    /// <summary>
    /// Only what holds every one of these words, whatever their case and order; null for all. An event is found by the words of its
    /// code's name. Words are runs of letters and digits; if there are none, nothing is found.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>Only at or after this effective time, ms since 1970-01-01 UTC; null for no bound.</summary>
    public long? FromMs { get; init; }

    /// <summary>Only before this effective time, ms since 1970-01-01 UTC; null for no bound.</summary>
    public long? ToMs { get; init; }

    /// <summary>Records in the page at most, 1 to <see cref="PageLimits.MaxRecords"/>.</summary>
    public int Limit { get; init; } = PageLimits.DefaultRecords;

    /// <summary>Goes on after this place; null to begin.</summary>
    public RecordPosition? After { get; init; }
}

namespace DroneLink.CloudSdk.Storage;

/// <summary>Asks for the records of one device, ascending by (effective time, boot, sequence).</summary>
/// <param name="DeviceId">The device.</param>
public sealed record RecordQuery(string DeviceId)
{
    /// <summary>Only this kind; null for all.</summary>
    public byte? Kind { get; init; }

    /// <summary>Only records at or after this effective time, ms since 1970-01-01 UTC; null for no bound.</summary>
    public long? FromMs { get; init; }

    /// <summary>Only records before this effective time, ms since 1970-01-01 UTC; null for no bound.</summary>
    public long? ToMs { get; init; }

    /// <summary>Records in the page at most, 1 to <see cref="PageLimits.MaxRecords"/>.</summary>
    public int Limit { get; init; } = PageLimits.DefaultRecords;

    /// <summary>Goes on after this place; null to begin.</summary>
    public RecordPosition? After { get; init; }
}

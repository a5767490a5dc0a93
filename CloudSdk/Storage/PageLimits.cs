namespace DroneLink.CloudSdk.Storage;

/// <summary>Bounds of a page.</summary>
public static class PageLimits
{
    /// <summary>Records in a page that asks for no number.</summary>
    public const int DefaultRecords = 100;

    /// <summary>Records in a page at most; the least is 1.</summary>
    public const int MaxRecords = 1000;

    /// <summary>Returns the limit as it is.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside 1 to <see cref="MaxRecords"/>.</exception>
    public static int Checked(int limit) => limit is >= 1 and <= MaxRecords
        ? limit
        : throw new ArgumentOutOfRangeException(nameof(limit), limit, $"A page holds 1 to {MaxRecords} records.");
}

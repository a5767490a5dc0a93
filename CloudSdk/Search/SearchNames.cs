using System.Globalization;

namespace DroneLink.CloudSdk.Search;

/// <summary>Names of indices, templates and policy.</summary>
/// <param name="prefix">Begins all of them.</param>
internal sealed class SearchNames(string prefix)
{
    // A day outside of this is a broken clock's: they share one index, so that no device can make thousands of them.
    private static readonly long FirstDayMs = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
    private static readonly long EndMs = new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    /// <summary>Begins all of them.</summary>
    public string Prefix => prefix;

    /// <summary>The index template of the records, and the policy of their indices.</summary>
    public string Telemetry { get; } = $"{prefix}-telemetry";

    /// <summary>All indices of records.</summary>
    public string AllTelemetry { get; } = $"{prefix}-telemetry-*";

    /// <summary>The index of what is known of boots, and its template.</summary>
    public string Boots { get; } = $"{prefix}-boots";

    /// <summary>The index of records that their device dated.</summary>
    public string Dated(long timeMs) => $"{Telemetry}-{Day(timeMs)}";

    /// <summary>The index of a boot's records that came without a date.</summary>
    /// <param name="firstReceivedMs">When the first of them came.</param>
    public string Undated(long firstReceivedMs) => $"{Telemetry}-undated-{Day(firstReceivedMs)}";

    private static string Day(long ms) => ms >= FirstDayMs && ms < EndMs
        ? DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy.MM.dd", CultureInfo.InvariantCulture)
        : "other";
}

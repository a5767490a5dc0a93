namespace DroneLink.CloudSdk.Query;

/// <summary>How a video link is.</summary>
/// <param name="Name"><c>good</c>, <c>degraded</c>, <c>lost</c> or <c>unknown</c>.</param>
/// <param name="Reason">Why it is unknown, one word for programs; null when it is known.</param>
/// <param name="Text">The same for people.</param>
/// <param name="SinceMs">Since when it is known to be so, ms since 1970-01-01 UTC; null when that is not known.</param>
internal sealed record LinkState(string Name, string? Reason, string Text, long? SinceMs)
{
    public const string Good = "good";
    public const string Degraded = "degraded";
    public const string Lost = "lost";
    public const string Unknown = "unknown";

    private static readonly string[] Ranks = [Good, Degraded, Lost, Unknown];

    /// <summary>The lower the better.</summary>
    public int Rank => Array.IndexOf(Ranks, Name);

    public static LinkState Known(string name, long? sinceMs) => new(
        name,
        null,
        name switch { Good => "good", Degraded => "degraded: the picture is poor", _ => "lost: there is no picture" },
        sinceMs);

    public static LinkState NotKnown(string reason, string text, long? sinceMs = null) => new(Unknown, reason, text, sinceMs);
}

namespace DroneLink.CloudSdk.Query;

/// <summary>One point of a link's history.</summary>
/// <param name="TimeMs">ms since 1970-01-01 UTC.</param>
/// <param name="Health">0 to 100; null when it is not known.</param>
/// <param name="RssiMean">0.01 dBm; null when it is not known.</param>
/// <param name="Availability">0.1 %; null when it is not known.</param>
internal readonly record struct LinkPoint(long TimeMs, long? Health, long? RssiMean, long? Availability);

/// <summary>
/// Thins readings to a bounded number of points, over equal parts of the window. Of a part the reading with the lowest health stays, and of
/// these the one with the lowest availability and power: a dip is what history is looked at for. Where none has a health, one without
/// stands for the part, so that a gap shows too.
/// </summary>
internal sealed class LinkHistory(long fromMs, long toMs)
{
    /// <summary>Points at most.</summary>
    public const int MaxPoints = 300;

    private readonly LinkPoint?[] _parts = new LinkPoint?[MaxPoints];

    /// <summary>The points, oldest first.</summary>
    public IEnumerable<LinkPoint> Points => _parts.Where(part => part is not null).Select(part => part!.Value);

    /// <summary>Takes a reading inside the window, in any order.</summary>
    public void Add(LinkReading reading)
    {
        var lengthMs = Math.Max(toMs - fromMs, 1);
        var part = (int)Math.Clamp((reading.AtMs - fromMs) / ((lengthMs + MaxPoints - 1) / MaxPoints), 0, MaxPoints - 1);
        var point = new LinkPoint(reading.AtMs, reading.Health, reading.RssiMean, reading.Availability);
        if (_parts[part] is not { } kept || Rank(point).CompareTo(Rank(kept)) < 0)
            _parts[part] = point;
    }

    private static (long, long, long, long) Rank(LinkPoint point) =>
        (point.Health ?? long.MaxValue, point.Availability ?? long.MaxValue, point.RssiMean ?? long.MaxValue, point.TimeMs);
}

namespace DroneLink.CloudSdk.Query;

/// <summary>A receiver of a video link, with what its readings say now.</summary>
internal sealed class LinkReceiver
{
    /// <summary>How far back from the newest its readings are looked at, ms, so that the pauses between two receptions are seen.</summary>
    public const long LookBackMs = 3 * 60 * 1000;

    // A device that posts sends what it has at once, frame by frame.
    private const long BurstMs = 5000;
    private const long MaxPauseMs = 60_000;

    private readonly long _nowMs;

    /// <param name="end">The device.</param>
    /// <param name="readings">Its readings, oldest first, back from the newest; at least that one.</param>
    /// <param name="nowMs">ms since 1970-01-01 UTC.</param>
    public LinkReceiver(LinkEnd end, IReadOnlyList<LinkReading> readings, long nowMs)
    {
        End = end;
        _nowMs = nowMs;
        Newest = readings[^1];
        Latest = [.. readings.Where(reading => reading.AtMs >= Newest.AtMs - Newest.FreshMs && !reading.IsSpoilt)];
        FreshMs = Newest.FreshMs + (PauseMs(readings) is var pauseMs && pauseMs > Newest.FreshMs ? pauseMs : 0);
        Fresh = [.. readings.Where(IsFresh)];
        Sound = [.. Fresh.Where(reading => !reading.IsSpoilt)];
        Judged = Sound.Count > 0 ? Sound[^1] : Newest;
    }

    /// <summary>The device.</summary>
    public LinkEnd End { get; }

    /// <summary>Its newest reading.</summary>
    public LinkReading Newest { get; }

    /// <summary>Those of its readings that are not spoilt, oldest first, for as long back from the newest as one is fresh.</summary>
    public IReadOnlyList<LinkReading> Latest { get; }

    /// <summary>Those of its readings that tell of the present, oldest first; none when it is silent.</summary>
    public IReadOnlyList<LinkReading> Fresh { get; }

    /// <summary>Those of the fresh ones that are not spoilt, oldest first.</summary>
    public IReadOnlyList<LinkReading> Sound { get; }

    /// <summary>The one that counts: the newest fresh one that is not spoilt, for one spoilt window says nothing; else the newest.</summary>
    public LinkReading Judged { get; }

    /// <summary>How long a reading of it tells of the present, ms.</summary>
    public long FreshMs { get; }

    /// <summary>Whether its newest reading has come so lately that it would be fresh by that, whatever its time.</summary>
    public bool HasJustCome => _nowMs - Newest.ReceivedMs <= FreshMs;

    /// <summary>Whether anything of the device has.</summary>
    public bool IsHeard => _nowMs - End.Stored!.LastSeen.ToUnixTimeMilliseconds() <= FreshMs;

    /// <summary>Since when readings, the last of which shows something, show it without a break, ms since 1970-01-01 UTC.</summary>
    public static long Since(IReadOnlyList<LinkReading> readings, Func<LinkReading, bool> shows)
    {
        var first = readings.Count - 1;
        while (first > 0 && shows(readings[first - 1]))
            first--;
        return readings[first].AtMs;
    }

    // A clock that is ahead makes nothing fresh that came long ago; what waited in the device's ring is old although it has just come.
    private bool IsFresh(LinkReading reading) => _nowMs - Math.Min(reading.AtMs, reading.ReceivedMs) <= FreshMs;

    // A device that posts once a minute is not silent between two posts. The shorter of the last two pauses counts, so that one
    // interruption is none of these; and none does before what comes as it is taken.
    private static long PauseMs(IReadOnlyList<LinkReading> readings)
    {
        var pauses = new List<long>();
        var received = readings.Select(reading => reading.ReceivedMs).OrderDescending().ToList();
        var burstMs = received[0];
        for (var i = 1; i < received.Count && pauses.Count < 2 && burstMs - received[i - 1] <= BurstMs; i++)
        {
            if (received[i - 1] - received[i] <= BurstMs)
                continue;
            pauses.Add(received[i - 1] - received[i]);
            burstMs = received[i];
        }

        return pauses.Count < 2 ? 0 : Math.Min(pauses.Min(), MaxPauseMs);
    }
}

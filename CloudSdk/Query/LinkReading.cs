using DroneLink.CloudSdk.Storage;

namespace DroneLink.CloudSdk.Query;

/// <summary>One window of a video link, as a receiver recorded it. Numbers of fields are those of the wire format.</summary>
/// <param name="Record">A record of kind videoLink.</param>
internal readonly record struct LinkReading(StoredRecord Record)
{
    /// <summary>Health from which a link is good: the device's own bound, unless it is configured otherwise.</summary>
    public const int GoodHealth = 50;

    /// <summary>Health below which a link is poor; likewise.</summary>
    public const int PoorHealth = 35;

    private const int GoodAvailability = 950;
    private const long MinFreshMs = 10_000;
    private const int FreshWindows = 3;

    public long AtMs => Record.EffectiveMs;

    public long? RssiMean => Field(1);

    public long? Availability => Field(10);

    public long? Interference => Field(11);

    public long Flags => Field(14) ?? 0;

    public long? Health => Field(15);

    /// <summary>How long it tells of the present, ms: three of its windows, and 10 s at least.</summary>
    public long FreshMs => Math.Max(MinFreshMs, FreshWindows * Math.Clamp(Field(16) ?? 0, 0, 600_000));

    public bool IsSaturated => (Flags & 1) != 0;

    public bool IsTuneFailed => (Flags & 2) != 0;

    public bool IsNotInSpiMode => (Flags & 4) != 0;

    public bool IsStale => (Flags & 8) != 0;

    public bool IsOutsideRegionPlan => (Flags & 32) != 0;

    /// <summary>Whether a health of it would be a lie.</summary>
    public bool IsSpoilt => IsSaturated || IsTuneFailed || IsNotInSpiMode || IsStale;

    /// <summary>Whether nothing of the transmitter was seen in it.</summary>
    public bool IsSilent => !IsSpoilt && Availability == 0;

    /// <summary>Whether it is a poor one. A firmware that reports no health is judged by the availability.</summary>
    public bool IsPoor => !IsSpoilt && (Health is { } health ? health < PoorHealth : Availability < GoodAvailability);

    /// <summary>Whether it is a good one.</summary>
    public bool IsGood => !IsSpoilt && (Health is { } health ? health >= GoodHealth : Availability >= GoodAvailability);

    public bool IsFresh(long nowMs) => nowMs - AtMs <= FreshMs;

    private long? Field(int number) => Record.Record.TryGet(number, out var value) ? value : null;
}

using DroneLink.CloudSdk.Storage;

namespace DroneLink.CloudSdk.Query;

/// <summary>One window of a video link, as a receiver recorded it. Numbers of fields are those of the wire format.</summary>
/// <param name="Record">A record of kind videoLink.</param>
internal readonly record struct LinkReading(StoredRecord Record)
{
    /// <summary>Health below which a link is poor: the device's own bound, unless it is configured otherwise.</summary>
    public const int PoorHealth = 35;

    // However a device is configured, what it says of its state is contradicted by no health between these two.
    private const int SurelyGoodHealth = 60;
    private const int SurelyPoorHealth = 20;

    private const int GoodAvailability = 950;
    private const long MinFreshMs = 10_000;
    private const int FreshWindows = 3;

    public long AtMs => Record.EffectiveMs;

    public long ReceivedMs => Record.ReceivedAt.ToUnixTimeMilliseconds();

    public long? RssiMean => Field(1);

    public long? Availability => Field(10);

    public long? Interference => Field(11);

    public long Flags => Field(14) ?? 0;

    public long? Health => Field(15);

    /// <summary>How long the window was that it tells of, ms.</summary>
    public long WindowMs => Math.Clamp(Field(16) ?? 0, 0, 600_000);

    /// <summary>How long it tells of the present, ms: three of its windows, and 10 s at least.</summary>
    public long FreshMs => Math.Max(MinFreshMs, FreshWindows * WindowMs);

    public bool IsSaturated => (Flags & 1) != 0;

    public bool IsTuneFailed => (Flags & 2) != 0;

    public bool IsNotInSpiMode => (Flags & 4) != 0;

    public bool IsStale => (Flags & 8) != 0;

    public bool IsOutsideRegionPlan => (Flags & 32) != 0;

    /// <summary>Whether a health of it would be a lie.</summary>
    public bool IsSpoilt => IsSaturated || IsTuneFailed || IsNotInSpiMode || IsStale;

    /// <summary>Whether no sample came and nothing else is wrong: it says nothing of the receiver.</summary>
    public bool IsEmpty => IsStale && !IsSaturated && !IsTuneFailed && !IsNotInSpiMode;

    /// <summary>Whether nothing of the transmitter was seen in it.</summary>
    public bool IsSilent => !IsSpoilt && Availability == 0;

    /// <summary>Whether it is a poor one. A firmware that reports no health is judged by the availability.</summary>
    public bool IsPoor => IsBelow(PoorHealth);

    /// <summary>Whether it is poor by any configuration.</summary>
    public bool IsSurelyPoor => IsBelow(SurelyPoorHealth);

    /// <summary>Whether it is good by any configuration.</summary>
    public bool IsSurelyGood => !IsSpoilt && (Health is { } health ? health > SurelyGoodHealth : Availability >= GoodAvailability);

    /// <summary>Whether all of its window is after an event.</summary>
    public bool IsWhollyAfter(StoredRecord told) => AtMs > told.EffectiveMs && AtMs - WindowMs >= told.EffectiveMs;

    private bool IsBelow(int bound) => !IsSpoilt && (Health is { } health ? health < bound : Availability < GoodAvailability);

    private long? Field(int number) => LinkFields.Value(Record, number);
}

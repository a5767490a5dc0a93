namespace DroneLink.CloudSdk.Ota;

/// <summary>How far a device is with a release.</summary>
public enum OtaDeviceState
{
    /// <summary>It is in and was not offered it yet, or is to be offered it again.</summary>
    Waiting,

    /// <summary>It was sent a manifest.</summary>
    Offered,

    /// <summary>It has begun: event otaStarted.</summary>
    Started,

    /// <summary>It runs it for good: event otaApplied.</summary>
    Applied,

    /// <summary>It had it and went back: event otaRolledBack.</summary>
    RolledBack,

    /// <summary>It would not have it: event otaRejected.</summary>
    Rejected,
}

/// <summary>A device's way through a release. Times are whole ms.</summary>
public sealed record OtaDevice
{
    /// <summary>The release's build.</summary>
    public required int Build { get; init; }

    /// <summary>The device.</summary>
    public required string DeviceId { get; init; }

    /// <summary>How far it is.</summary>
    public OtaDeviceState State { get; init; }

    /// <summary>Why it went back or refused, the event's number; of a refusal that may pass also before it ended. Null for nothing.</summary>
    public int? Code { get; init; }

    /// <summary>The build that it had when it last asked; null when it said none.</summary>
    public int? FromBuild { get; init; }

    /// <summary>The version that it had when it last asked; null when it said none.</summary>
    public OtaVersion? FromVersion { get; init; }

    /// <summary>How often it was offered.</summary>
    public int Offers { get; init; }

    /// <summary>Bytes of the image that it has asked for so far, in steps of a tenth. A device may ask again for what it had.</summary>
    public int DownloadedBytes { get; init; }

    /// <summary>When it last asked for a manifest or began another tenth of the image; null for never.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>Since when it is in its state.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Boot of the newest event that moved it; 0 for none.</summary>
    public uint BootId { get; init; }

    /// <summary>Its number in that boot; -1 for none.</summary>
    public long Sequence { get; init; } = -1;

    /// <summary>What a store counts its changes by; 0 before it is stored.</summary>
    public long Version { get; init; }

    /// <summary>Whether it has ended, well or not.</summary>
    public bool IsEnded => State >= OtaDeviceState.Applied;

    /// <summary>Whether it ended badly.</summary>
    public bool IsFailed => State > OtaDeviceState.Applied;

    /// <summary>Whether it has been offered and has not ended.</summary>
    public bool IsUnderWay => State is OtaDeviceState.Offered or OtaDeviceState.Started;

    /// <summary>Says whether it takes one of the places of <see cref="OtaRollout.MaxInProgress"/>: one that has gone silent gives it up.</summary>
    internal bool TakesPlace(DateTimeOffset now, TimeSpan patience) => IsUnderWay && (AskedAt > ChangedAt ? AskedAt.Value : ChangedAt) > now - patience;
}

using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using DroneLink.CloudSdk.Ingest;

namespace DroneLink.CloudSdk.Ota;

/// <summary>How far a roll-out is.</summary>
public enum OtaRolloutState
{
    /// <summary>Nothing is offered yet.</summary>
    Draft,

    /// <summary>Offered to the devices that are in.</summary>
    Active,

    /// <summary>Nothing is offered and downloads wait, until it is active again.</summary>
    Paused,

    /// <summary>Offered to nobody new; those under way may end.</summary>
    Completed,

    /// <summary>Ended for good; downloads are refused.</summary>
    Cancelled,
}

/// <summary>To whom a release is offered, and when that stops by itself. One for each release. Times are whole ms.</summary>
public sealed record OtaRollout
{
    /// <summary>Default of <see cref="PauseAtFailurePercent"/>.</summary>
    public const int DefaultPauseAtFailurePercent = 20;

    /// <summary>Default of <see cref="PauseAfterEnded"/>.</summary>
    public const int DefaultPauseAfterEnded = 5;

    /// <summary>Devices that can be listed.</summary>
    public const int MaxDevices = 500;

    private const uint Buckets = 10_000;

    /// <summary>The release's build.</summary>
    public required int Build { get; init; }

    /// <summary>How far it is.</summary>
    public OtaRolloutState State { get; init; }

    /// <summary>The one fleet that it is for; null for all.</summary>
    public string? FleetId { get; init; }

    /// <summary>The one role that it is for; null for all that the release is for.</summary>
    public string? Role { get; init; }

    /// <summary>The devices that it is for; empty for all.</summary>
    public ImmutableSortedSet<string> Devices { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>How many of those are in, 0 to 100; null where nobody has said yet.</summary>
    public int? Percentage { get; init; }

    /// <summary>Devices at the most that have it offered or are at it, at once; null for any number.</summary>
    public int? MaxInProgress { get; init; }

    /// <summary>It is paused when this part of those that ended failed, 1 to 100 %; null for never.</summary>
    public int? PauseAtFailurePercent { get; init; } = DefaultPauseAtFailurePercent;

    /// <summary>But not before so many have ended, 1 or more.</summary>
    public int PauseAfterEnded { get; init; } = DefaultPauseAfterEnded;

    /// <summary>What ended before this does not count for the pause: when it was last made active by hand; null for never.</summary>
    public DateTimeOffset? CountsFrom { get; init; }

    /// <summary>Why it was paused; null when it is not, or was by hand.</summary>
    public string? PausedBecause { get; init; }

    /// <summary>Since when it is as it is.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Name of the token that changed it last; null for the roll-out itself, and on a machine without logins.</summary>
    public string? ChangedBy { get; init; }

    /// <summary>What a store counts its changes by; 0 before it is stored.</summary>
    public long Version { get; init; }

    /// <summary>Says whether a device is one that it is for, of whom <see cref="Percentage"/> are in.</summary>
    public bool IsFor(DeviceIdentity device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return (FleetId is null || FleetId == device.FleetId)
            && (Role is null || Role == device.Role)
            && (Devices.IsEmpty || Devices.Contains(device.DeviceId));
    }

    /// <summary>Says whether a device is in. One that is in at a percentage is in at every higher one, and in another release others come first.</summary>
    /// <param name="release">The release that it is of.</param>
    /// <param name="device">The device.</param>
    public bool Includes(OtaRelease release, DeviceIdentity device)
    {
        ArgumentNullException.ThrowIfNull(release);
        return IsFor(device) && release.IsFor(device.Role) && Bucket(release.Release, device.DeviceId) < (Percentage ?? 0) * (Buckets / 100);
    }

    // It decides who is in and is not stored, so it never changes.
    private static uint Bucket(string release, string deviceId) =>
        (uint)(BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{release}\n{deviceId}"))) % Buckets);
}

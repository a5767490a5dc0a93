namespace DroneLink.CloudSdk.Wire;

/// <summary>A frame as it was read: its records, and what its head says of all of them.</summary>
public sealed class Frame
{
    /// <summary>The device that recorded it.</summary>
    public required string DeviceId { get; init; }

    /// <summary>The boot of the device that recorded it.</summary>
    public required uint BootId { get; init; }

    /// <summary>Sequence number of the first record; the others follow without a gap.</summary>
    public required uint FirstSequence { get; init; }

    /// <summary>Base time of the frame: ms since 1970-01-01 UTC if <see cref="ClockSynced"/>, else since boot. Never negative.</summary>
    public required long BaseTimeMs { get; init; }

    /// <summary>Whether its times are UTC.</summary>
    public required bool ClockSynced { get; init; }

    /// <summary>Whether it carries a signature. Only a reader that had the key has checked it.</summary>
    public required bool Signed { get; init; }

    /// <summary>The 1 to 255 records, in the order of sequence; their times never go back.</summary>
    public required IReadOnlyList<TelemetryRecord> Records { get; init; }

    /// <summary>Records of a kind that this version does not know; they are in <see cref="Records"/> without fields.</summary>
    public required int UnknownKinds { get; init; }

    /// <summary>Values of fields that this version does not know; they were stepped over.</summary>
    public required int UnknownFields { get; init; }
}

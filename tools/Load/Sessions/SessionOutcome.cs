namespace DroneLink.Load.Sessions;

/// <summary>What came of a session.</summary>
internal sealed record SessionOutcome
{
    /// <summary>Whose it was.</summary>
    public required string DeviceId { get; init; }

    /// <summary>Of which boot.</summary>
    public required uint BootId { get; init; }

    /// <summary>What it recorded, by sequence number; null where the text is not known.</summary>
    public required IReadOnlyList<string?> Texts { get; init; }

    /// <summary>Whether the fault struck: a session may end before its byte.</summary>
    public required bool HasStruck { get; init; }

    /// <summary>How long nothing went forward at the most once the network was good, ms of the hurrying clock.</summary>
    public required double LongestStallMs { get; init; }

    /// <summary>What the device said, each line behind its time.</summary>
    public required IReadOnlyList<string> Story { get; init; }

    /// <summary>Bytes from the device.</summary>
    public required long UpBytes { get; init; }

    /// <summary>Bytes to the device.</summary>
    public required long DownBytes { get; init; }
}

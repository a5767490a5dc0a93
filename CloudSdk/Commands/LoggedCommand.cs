namespace DroneLink.CloudSdk.Commands;

/// <summary>How far a command is. It only ever goes forward, and of the last three the first stays.</summary>
public enum CommandStatus
{
    /// <summary>Logged, and not known to be with the broker.</summary>
    Pending,

    /// <summary>The broker has it. A device that is not connected hears of it when it is back.</summary>
    Sent,

    /// <summary>The device has it and is at it.</summary>
    Received,

    /// <summary>The device did it.</summary>
    Done,

    /// <summary>The device tried and could not.</summary>
    Failed,

    /// <summary>The device would not, such as to reboot in flight.</summary>
    Refused,
}

/// <summary>A command to a device, with all that became of it. Times are whole ms.</summary>
public sealed record LoggedCommand
{
    /// <summary>How long a device may take to begin a command, at the most.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromHours(1);

    /// <summary>The device.</summary>
    public required string DeviceId { get; init; }

    /// <summary>The fleet that the device was in.</summary>
    public required string FleetId { get; init; }

    /// <summary>Names the command among those of its device.</summary>
    public required string Id { get; init; }

    /// <summary>What is to be done.</summary>
    public required string Command { get; init; }

    /// <summary>
    /// With what: a JSON object in one fixed spelling, so that the same parameters are the same text. Of those that hold a secret it has
    /// their digest alone.
    /// </summary>
    public required string Parameters { get; init; }

    /// <summary>What is sent instead, where that holds a secret; null where it does not, and once the command is final.</summary>
    public string? SecretParameters { get; init; }

    /// <summary>Name of the token that asked for it; null on a machine without logins.</summary>
    public string? Caller { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>From when on the device must not begin it.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How far it is.</summary>
    public CommandStatus Status { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>What the device said to it; null for nothing.</summary>
    public string? Message { get; init; }

    /// <summary>Whether the device has said how it ended.</summary>
    public bool IsFinal => Status >= CommandStatus.Done;

    /// <summary>Says whether it will not be begun any more, as far as one can know here: a device may have begun it and its word be under way.</summary>
    public bool IsExpired(DateTimeOffset now) => Status <= CommandStatus.Sent && ExpiresAt <= now;

    /// <summary>Says whether the device is to hear of it again: it has not said how it ended, and may still begin it.</summary>
    public bool IsOpen(DateTimeOffset now) => !IsFinal && ExpiresAt > now;

    /// <summary>Says whether another one asks for the same.</summary>
    public bool AsksForTheSame(LoggedCommand other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Command == other.Command && Parameters == other.Parameters && ExpiresAt - RequestedAt == other.ExpiresAt - other.RequestedAt;
    }

    /// <summary>Names it, for a log: without its parameters, which may hold a secret.</summary>
    public override string ToString() => $"{Command} '{Id}' to '{DeviceId}', {Status}";
}

/// <summary>Commands, the newest first.</summary>
/// <param name="Commands">The commands.</param>
/// <param name="Next">Where the next page begins; null when there is none.</param>
public sealed record CommandPage(IReadOnlyList<LoggedCommand> Commands, CommandPosition? Next)
{
    /// <summary>Commands of a page, unless told otherwise.</summary>
    public const int DefaultCommands = 50;

    /// <summary>Commands of a page at the most.</summary>
    public const int MaxCommands = 100;
}

/// <summary>A place among the commands of a device: behind this one.</summary>
/// <param name="RequestedMs">When it was asked for, ms since 1970-01-01 UTC.</param>
/// <param name="Id">Its id.</param>
public readonly record struct CommandPosition(long RequestedMs, string Id);

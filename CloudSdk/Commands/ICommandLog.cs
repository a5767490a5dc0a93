namespace DroneLink.CloudSdk.Commands;

/// <summary>Every command to every device, and what became of it. When a call completes, what it did is durable. Thread safe.</summary>
public interface ICommandLog
{
    /// <summary>Logs a command, unless there is one of that id for that device.</summary>
    /// <returns>The one that is there now: this one, or the earlier one.</returns>
    ValueTask<LoggedCommand> AddAsync(LoggedCommand command, CancellationToken cancellationToken = default);

    /// <summary>Returns a command, or null when there is none. It sees every completed call.</summary>
    ValueTask<LoggedCommand?> FindAsync(string deviceId, string id, CancellationToken cancellationToken = default);

    /// <summary>Takes a command forward; one that is as far already stays as it is. One that is final then loses its secret.</summary>
    /// <param name="deviceId">The device.</param>
    /// <param name="id">The command.</param>
    /// <param name="status">How far it is.</param>
    /// <param name="at">Since when.</param>
    /// <param name="message">What the device said; null for nothing.</param>
    /// <param name="cancellationToken">Ends the call; whether anything was changed is then not known.</param>
    /// <returns>The command as it is now; null when there is none.</returns>
    ValueTask<LoggedCommand?> AdvanceAsync(
        string deviceId, string id, CommandStatus status, DateTimeOffset at, string? message, CancellationToken cancellationToken = default);

    /// <summary>
    /// Returns the commands of a device that are open: not final, and not expired. The oldest first, those of one ms by id. It sees every
    /// completed call.
    /// </summary>
    /// <param name="deviceId">The device.</param>
    /// <param name="now">When it is; nothing that was asked for <see cref="LoggedCommand.MaxLifetime"/> ago or earlier is looked at.</param>
    /// <param name="limit">Commands at the most, 1 to <see cref="CommandPage.MaxCommands"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask<IReadOnlyList<LoggedCommand>> ListOpenAsync(
        string deviceId, DateTimeOffset now, int limit, CancellationToken cancellationToken = default);

    /// <summary>Returns the commands of a device, the newest first, those of one ms by id.</summary>
    /// <param name="deviceId">The device.</param>
    /// <param name="limit">Commands at the most, 1 to <see cref="CommandPage.MaxCommands"/>.</param>
    /// <param name="after">Where to go on; null to begin.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask<CommandPage> ListAsync(string deviceId, int limit, CommandPosition? after, CancellationToken cancellationToken = default);
}

using DroneLink.CloudSdk.Commands;
using Microsoft.Data.Sqlite;

namespace DroneLink.CloudSdk.Embedded;

/// <summary>The commands on one machine. It has no end. Thread safe. Borrows the database.</summary>
/// <param name="database">Where they are kept.</param>
public sealed class SqliteCommandLog(SqliteDatabase database) : ICommandLog
{
    private const string Select =
        "SELECT device, id, fleet, command, parameters, caller, requested, expires, status, changed, message, secret FROM commands WHERE device = $1";

    private readonly SqliteDatabase _database = database ?? throw new ArgumentNullException(nameof(database));

    /// <inheritdoc/>
    public ValueTask<LoggedCommand> AddAsync(LoggedCommand command, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        cancellationToken.ThrowIfCancellationRequested();
        return new(_database.Write(session =>
        {
            session.Execute(
                """
                INSERT INTO commands (device, id, fleet, command, parameters, caller, requested, expires, status, changed, message, secret)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (device, id) DO NOTHING
                """,
                command.DeviceId, command.Id, command.FleetId, command.Command, command.Parameters, command.Caller,
                command.RequestedAt.ToUnixTimeMilliseconds(), command.ExpiresAt.ToUnixTimeMilliseconds(), (int)command.Status,
                command.ChangedAt.ToUnixTimeMilliseconds(), command.Message, command.SecretParameters);
            return Find(session, command.DeviceId, command.Id)!;
        }));
    }

    /// <inheritdoc/>
    public ValueTask<LoggedCommand?> FindAsync(string deviceId, string id, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(_database.Read(session => Find(session, deviceId, id)));
    }

    /// <inheritdoc/>
    public ValueTask<LoggedCommand?> AdvanceAsync(
        string deviceId, string id, CommandStatus status, DateTimeOffset at, string? message, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(_database.Write(session =>
        {
            session.Execute(
                """
                UPDATE commands SET status = $3, changed = $4, message = $5, secret = iif($3 < $6, secret, NULL)
                WHERE device = $1 AND id = $2 AND status < min($3, $6)
                """,
                deviceId, id, (int)status, at.ToUnixTimeMilliseconds(), message, (int)CommandStatus.Done);
            return Find(session, deviceId, id);
        }));
    }

    /// <inheritdoc/>
    public ValueTask<CommandPage> ListAsync(string deviceId, int limit, CommandPosition? after, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, CommandPage.MaxCommands);
        cancellationToken.ThrowIfCancellationRequested();
        var commands = _database.Read(session => session.Query(
            Select + " AND (requested, id) < ($2, $3) ORDER BY requested DESC, id DESC LIMIT $4",
            Read, deviceId, after?.RequestedMs ?? long.MaxValue, after?.Id ?? "", limit + 1));
        if (commands.Count <= limit)
            return new(new CommandPage(commands, null));
        commands.RemoveAt(limit);
        return new(new CommandPage(commands, new CommandPosition(commands[^1].RequestedAt.ToUnixTimeMilliseconds(), commands[^1].Id)));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LoggedCommand>> ListOpenAsync(
        string deviceId, DateTimeOffset now, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, CommandPage.MaxCommands);
        cancellationToken.ThrowIfCancellationRequested();
        return new(_database.Read(session => session.Query(
            Select + " AND requested > $2 AND expires > $3 AND status < $4 ORDER BY requested, id LIMIT $5",
            Read, deviceId, (now - LoggedCommand.MaxLifetime).ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds(), (int)CommandStatus.Done, limit)));
    }

    private static LoggedCommand? Find(SqliteSession session, string deviceId, string id) =>
        session.Query(Select + " AND id = $2", Read, deviceId, id).SingleOrDefault();

    private static LoggedCommand Read(SqliteDataReader row) => new()
    {
        DeviceId = row.GetString(0),
        Id = row.GetString(1),
        FleetId = row.GetString(2),
        Command = row.GetString(3),
        Parameters = row.GetString(4),
        Caller = row.IsDBNull(5) ? null : row.GetString(5),
        RequestedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(6)),
        ExpiresAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(7)),
        Status = (CommandStatus)row.GetInt32(8),
        ChangedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(9)),
        Message = row.IsDBNull(10) ? null : row.GetString(10),
        SecretParameters = row.IsDBNull(11) ? null : row.GetString(11),
    };
}

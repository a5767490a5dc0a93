using DroneLink.CloudSdk.Authorization;
using Microsoft.Data.Sqlite;

namespace DroneLink.CloudSdk.Embedded;

/// <summary>The tokens on one machine. Thread safe. Borrows the database.</summary>
/// <param name="database">Where they are kept.</param>
/// <param name="timeProvider">The clock by which a token expires; null for the system's.</param>
public sealed class SqliteApiTokens(SqliteDatabase database, TimeProvider? timeProvider = null) : IApiTokens
{
    private const string Columns = "SELECT name, scopes, fleet, expires FROM api_tokens WHERE (expires IS NULL OR expires > $1)";

    private readonly SqliteDatabase _database = database ?? throw new ArgumentNullException(nameof(database));
    private readonly TimeProvider _clock = timeProvider ?? TimeProvider.System;

    /// <inheritdoc/>
    public ValueTask AddAsync(ReadOnlyMemory<byte> hash, ApiToken token, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        cancellationToken.ThrowIfCancellationRequested();
        token.Check(hash);
        var added = _database.Write(session =>
        {
            session.Execute("DELETE FROM api_tokens WHERE expires <= $1", Now());
            return session.Execute(
                "INSERT INTO api_tokens (name, hash, scopes, fleet, expires) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (name) DO NOTHING",
                token.Name, hash.ToArray(), (int)token.Scopes, token.FleetId, token.ExpiresAt?.ToUnixTimeSeconds());
        });
        return added > 0 ? ValueTask.CompletedTask : throw ApiToken.NameIsTaken(token.Name);
    }

    /// <inheritdoc/>
    public ValueTask<ApiToken?> FindAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(_database.Read(session => session.Query(Columns + " AND hash = $2", Read, Now(), hash.ToArray()).SingleOrDefault()));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ApiToken>> ListAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(_database.Read(session => session.Query(Columns + " ORDER BY name", Read, Now())));
    }

    /// <inheritdoc/>
    public ValueTask<bool> RevokeAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        cancellationToken.ThrowIfCancellationRequested();
        return new(_database.Write(session =>
            session.Execute("DELETE FROM api_tokens WHERE name = $1 AND (expires IS NULL OR expires > $2)", name, Now())) > 0);
    }

    private long Now() => _clock.GetUtcNow().ToUnixTimeSeconds();

    private static ApiToken Read(SqliteDataReader row) => new(
        row.GetString(0),
        (ApiScopes)row.GetInt32(1),
        row.IsDBNull(2) ? null : row.GetString(2),
        row.IsDBNull(3) ? null : DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(3)));
}

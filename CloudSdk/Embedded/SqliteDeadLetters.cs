using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Storage;

namespace DroneLink.CloudSdk.Embedded;

/// <summary>
/// The dead letters on one machine. Bounded: past a limit the oldest of the device that has most is dropped and counted, so that a
/// device pushes out its own before those of a quieter one. The same letter again is counted and not kept twice. Thread safe.
/// Borrows the database.
/// </summary>
public sealed class SqliteDeadLetters : IDeadLetterArchive
{
    /// <summary>Letters kept at most, unless told otherwise.</summary>
    public const int DefaultMaxLetters = 10_000;

    /// <summary>Bytes of data kept at most, unless told otherwise.</summary>
    public const long DefaultMaxBytes = 64L * 1024 * 1024;

    private readonly SqliteDatabase _database;
    private readonly int _maxLetters;
    private readonly long _maxBytes;

    /// <summary>Makes the dead letters on a database.</summary>
    /// <param name="database">Where they are kept.</param>
    /// <param name="maxLetters">Letters kept at most, 1 or more.</param>
    /// <param name="maxBytes">Bytes of data kept at most, 1 or more; the newest letter is kept whatever its size.</param>
    public SqliteDeadLetters(SqliteDatabase database, int maxLetters = DefaultMaxLetters, long maxBytes = DefaultMaxBytes)
    {
        _database = database ?? throw new ArgumentNullException(nameof(database));
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLetters, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 1);
        _maxLetters = maxLetters;
        _maxBytes = maxBytes;
    }

    /// <inheritdoc/>
    public ValueTask<long> CountDroppedAsync(CancellationToken cancellationToken = default) =>
        new(_database.Read(session => (long)session.Scalar("SELECT dropped FROM dead_letter_totals")!));

    /// <inheritdoc/>
    public ValueTask PutAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(letters);
        cancellationToken.ThrowIfCancellationRequested();
        if (letters.Count == 0)
            return ValueTask.CompletedTask;

        // One transaction, however many they are: each costs a sync of the disk.
        _database.Write(session =>
        {
            foreach (var letter in letters)
                Put(session, letter);
            DropPastLimits(session);
            return 0;
        });
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    /// <exception cref="FormatException"><paramref name="after"/> is no id of a letter.</exception>
    public ValueTask<IReadOnlyList<StoredDeadLetter>> ListAsync(
        int limit = PageLimits.DefaultRecords, string? after = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(_database.Read(session => session.Query(
            "SELECT id, device, code, message, data, received, times FROM dead_letters WHERE id < $1 ORDER BY id DESC LIMIT $2",
            row => new StoredDeadLetter(
                row.GetInt64(0).ToString(CultureInfo.InvariantCulture),
                new DeadLetter(
                    row.IsDBNull(1) ? null : row.GetString(1),
                    row.GetString(2),
                    row.GetString(3),
                    (byte[])row.GetValue(4),
                    DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5))),
                row.GetInt32(6)),
            after is null ? long.MaxValue : long.Parse(after, CultureInfo.InvariantCulture),
            PageLimits.Checked(limit))));
    }

    private static void Put(SqliteSession session, DeadLetter letter)
    {
        var digest = Digest(letter);
        var received = letter.ReceivedAt.ToUnixTimeMilliseconds();
        var repeated = session.Execute(
            "UPDATE dead_letters SET times = times + 1, received = max(received, $2) WHERE digest = $1", digest, received);
        if (repeated > 0)
            return;

        session.Execute(
            "INSERT INTO dead_letters (digest, device, code, message, data, received, times) VALUES ($1, $2, $3, $4, $5, $6, 1)",
            digest, letter.DeviceId, letter.Code, letter.Message, letter.Data.ToArray(), received);
        session.Execute("UPDATE dead_letter_totals SET letters = letters + 1, bytes = bytes + $1", letter.Data.Length);
    }

    private void DropPastLimits(SqliteSession session)
    {
        var (letters, bytes) = session.Query(
            "SELECT letters, bytes FROM dead_letter_totals", row => (row.GetInt64(0), row.GetInt64(1))).Single();
        if (letters <= _maxLetters && bytes <= _maxBytes)
            return;

        var newest = (long)session.Scalar("SELECT max(id) FROM dead_letters")!;
        var shares = session.Query(
            "SELECT device, count(*), sum(length(data)), min(id) FROM dead_letters WHERE id < $1 GROUP BY device",
            row => new Share(row.IsDBNull(0) ? null : row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)),
            newest);
        while (shares.Count > 0 && (letters > _maxLetters || bytes > _maxBytes))
        {
            var most = letters > _maxLetters
                ? shares.MaxBy(share => (share.Letters, -share.Oldest))!
                : shares.MaxBy(share => (share.Bytes, -share.Oldest))!;
            var dropped = (long)session.Scalar("DELETE FROM dead_letters WHERE id = $1 RETURNING length(data)", most.Oldest)!;
            session.Execute("UPDATE dead_letter_totals SET letters = letters - 1, bytes = bytes - $1, dropped = dropped + 1", dropped);
            (letters, bytes) = (letters - 1, bytes - dropped);

            shares.Remove(most);
            if (session.Scalar("SELECT min(id) FROM dead_letters WHERE device IS $1 AND id < $2", most.DeviceId, newest) is long oldest)
                shares.Add(new Share(most.DeviceId, most.Letters - 1, most.Bytes - dropped, oldest));
        }
    }

    private static byte[] Digest(DeadLetter letter)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{letter.DeviceId}\n{letter.Code}\n"));
        hash.AppendData(letter.Data.Span);
        return hash.GetHashAndReset();
    }

    /// <summary>What a device has among the letters, the newest of all aside: that one stays.</summary>
    private sealed record Share(string? DeviceId, long Letters, long Bytes, long Oldest);
}

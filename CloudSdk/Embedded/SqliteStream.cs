using System.Globalization;
using DroneLink.CloudSdk.Streams;

namespace DroneLink.CloudSdk.Embedded;

/// <summary>
/// The stream on one machine: one shard. Callers at the same time share one transaction, so that many of them cost one sync of the
/// disk. Thread safe. Borrows the database.
/// </summary>
public sealed class SqliteStream : ITelemetryStream
{
    /// <summary>Bytes in an entry at most, as in Kinesis by default.</summary>
    public const int MaxDataBytes = 1024 * 1024;

    /// <summary>Characters in a partition key at most; the least is 1.</summary>
    public const int MaxPartitionKeyLength = 256;

    /// <summary>Entries that may wait for the disk; past it they are refused as throttled.</summary>
    public const int MaxWaitingEntries = 20_000;

    private const string Throttled = "ProvisionedThroughputExceededException";
    private const string Failed = "InternalFailure";

    // A delete of this many holds other writers up for milliseconds.
    private const int TrimBatch = 5_000;

    private readonly SqliteDatabase _database;
    private readonly TimeProvider _timeProvider;
    private readonly Lock _queue = new();
    private List<WaitingPut> _waiting = [];
    private int _waitingEntries;
    private bool _committing;
    private TaskCompletionSource _written = NewSignal();

    /// <summary>Makes a stream on a database.</summary>
    public SqliteStream(SqliteDatabase database, TimeProvider timeProvider)
    {
        _database = database ?? throw new ArgumentNullException(nameof(database));
        _timeProvider = timeProvider ?? throw new ArgumentNullException(nameof(timeProvider));
    }

    /// <summary>How long an entry is kept at the least, also when every consumer has passed it.</summary>
    public static TimeSpan Retention { get; } = TimeSpan.FromHours(24);

    /// <summary>Completes at the next write through this object. Take it before reading, and nothing written meanwhile is missed.</summary>
    internal Task NextWrite => Volatile.Read(ref _written).Task;

    /// <inheritdoc/>
    /// <remarks>All entries of a call are stored or none. Once they wait for the disk they are seen through, whatever the token.</remarks>
    /// <exception cref="ArgumentException">A partition key or the data of an entry is outside its bounds; nothing is stored.</exception>
    public ValueTask<IReadOnlyList<StreamResult>> PutAsync(
        IReadOnlyList<StreamEntry> entries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var entry in entries)
            Check(entry);
        if (entries.Count == 0)
            return new([]);

        var put = new WaitingPut(entries);
        lock (_queue)
        {
            if (_waitingEntries + entries.Count > MaxWaitingEntries)
                return new(Refuse(entries.Count, Throttled, "Too many entries wait for the disk."));
            _waiting.Add(put);
            _waitingEntries += entries.Count;
            if (!_committing)
            {
                _committing = true;
                _ = Task.Run(CommitWaiting, CancellationToken.None);
            }
        }

        return new(put.Completion.Task);
    }

    /// <summary>Reads entries in order.</summary>
    /// <param name="after">The sequence number to go on after; 0 for the beginning.</param>
    /// <param name="limit">Entries at most, 1 or more.</param>
    public IReadOnlyList<StreamItem> Read(long after, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return _database.Read(session => session.Query(
            "SELECT sequence, partition_key, data, received FROM stream WHERE sequence > $1 ORDER BY sequence LIMIT $2",
            row => new StreamItem(
                row.GetInt64(0), row.GetString(1), (byte[])row.GetValue(2), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3))),
            after,
            limit));
    }

    /// <summary>Returns the last sequence number that a consumer is done with, 0 for one that is not known.</summary>
    public long Checkpoint(string consumer)
    {
        ArgumentException.ThrowIfNullOrEmpty(consumer);
        return _database.Read(session => session.Scalar("SELECT position FROM consumers WHERE name = $1", consumer) as long? ?? 0);
    }

    /// <summary>
    /// Notes durably that a consumer is done with everything up to a sequence number. It never goes back: of two processes that run the
    /// same consumer, the further one is right. Saving 0 makes a new consumer known, so that nothing it needs is trimmed.
    /// </summary>
    public void SaveCheckpoint(string consumer, long sequenceNumber)
    {
        ArgumentException.ThrowIfNullOrEmpty(consumer);
        ArgumentOutOfRangeException.ThrowIfNegative(sequenceNumber);
        _database.Write(session => session.Execute(
            """
            INSERT INTO consumers (name, position) VALUES ($1, $2)
            ON CONFLICT (name) DO UPDATE SET position = max(position, excluded.position)
            """,
            consumer,
            sequenceNumber));
    }

    /// <summary>
    /// Deletes what every consumer is done with and what is older than <see cref="Retention"/>. Without a consumer nothing is deleted.
    /// Returns the number of entries deleted.
    /// </summary>
    public int Trim(CancellationToken cancellationToken = default)
    {
        var before = (_timeProvider.GetUtcNow() - Retention).ToUnixTimeMilliseconds();
        var total = 0;
        int deleted;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            deleted = _database.Write(session => session.Execute(
                """
                DELETE FROM stream WHERE sequence IN (
                    SELECT sequence FROM stream
                    WHERE sequence <= (SELECT min(position) FROM consumers) AND received < $1
                    ORDER BY sequence LIMIT $2)
                """,
                before,
                TrimBatch));
            total += deleted;
        }
        while (deleted == TrimBatch);

        return total;
    }

    private static void Check(StreamEntry entry)
    {
        if (entry.PartitionKey is null or { Length: 0 or > MaxPartitionKeyLength })
        {
            throw new ArgumentException(
                $"A partition key has {entry.PartitionKey?.Length ?? 0} characters; allowed are 1 to {MaxPartitionKeyLength}.");
        }

        if (entry.Data.Length > MaxDataBytes)
            throw new ArgumentException($"An entry has {entry.Data.Length} bytes; allowed are {MaxDataBytes}.");
    }

    private static StreamResult[] Refuse(int count, string code, string message)
    {
        var results = new StreamResult[count];
        Array.Fill(results, new StreamResult(null, code, message));
        return results;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void CommitWaiting()
    {
        while (true)
        {
            List<WaitingPut> puts;
            lock (_queue)
            {
                if (_waiting.Count == 0)
                {
                    _committing = false;
                    return;
                }

                puts = _waiting;
                _waiting = [];
                _waitingEntries = 0;
            }

            Commit(puts);
        }
    }

    private void Commit(List<WaitingPut> puts)
    {
        try
        {
            var received = _timeProvider.GetUtcNow().ToUnixTimeMilliseconds();
            var results = _database.Write(session => puts.ConvertAll(put => Insert(session, put.Entries, received)));
            Interlocked.Exchange(ref _written, NewSignal()).SetResult();
            for (var i = 0; i < puts.Count; i++)
                puts[i].Completion.SetResult(results[i]);
        }
        catch (Exception exception)
        {
            // Whatever it is, nothing was stored, every caller must be told, and the next ones may have more luck.
            foreach (var put in puts)
                put.Completion.TrySetResult(Refuse(put.Entries.Count, Failed, exception.Message));
        }
    }

    private static StreamResult[] Insert(SqliteSession session, IReadOnlyList<StreamEntry> entries, long received)
    {
        var results = new StreamResult[entries.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var sequence = (long)session.Scalar(
                "INSERT INTO stream (partition_key, data, received) VALUES ($1, $2, $3) RETURNING sequence",
                entries[i].PartitionKey,
                entries[i].Data.ToArray(),
                received)!;
            results[i] = new StreamResult(sequence.ToString(CultureInfo.InvariantCulture));
        }

        return results;
    }

    private sealed record WaitingPut(IReadOnlyList<StreamEntry> Entries)
    {
        public TaskCompletionSource<IReadOnlyList<StreamResult>> Completion { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

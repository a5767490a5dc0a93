using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Search;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Embedded;

/// <summary>The search on one machine, with SQLite's full-text index. Thread safe. Borrows the database.</summary>
/// <param name="database">Where the events are kept.</param>
public sealed class SqliteEventSearch(SqliteDatabase database) : IEventSearch
{
    private static readonly SqliteRecordTable Table = new("events", "event_anchors");

    private readonly SqliteDatabase _database = database ?? throw new ArgumentNullException(nameof(database));

    /// <inheritdoc/>
    /// <remarks>All of the records or, with an exception, none.</remarks>
    public ValueTask<IReadOnlyList<SinkFailure>> WriteAsync(
        IReadOnlyList<ProjectedRecord> records, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        var found = records.Where(record => record.Record.Kind is RecordKind.Event or RecordKind.Text).ToList();
        if (found.Count == 0)
            return new([]);

        _database.Write(session =>
        {
            var moved = new HashSet<(string, uint)>();
            foreach (var record in found)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var isNew = !Table.Contains(session, record.Record);
                Table.Write(session, record, moved);
                if (isNew)
                    session.Execute("INSERT INTO event_words (rowid, words) VALUES (last_insert_rowid(), $1)", Words(record.Record));
            }

            Table.Date(session, moved);
            return 0;
        });
        return new([]);
    }

    /// <inheritdoc/>
    public ValueTask<RecordPage> SearchAsync(EventQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var limit = PageLimits.Checked(query.Limit);
        var filter = new SqliteFilter();
        if (query.Text is { } text)
        {
            if (text.Length > EventQuery.MaxTextLength)
            {
                throw new ArgumentException(
                    $"The text has {text.Length} characters; allowed are {EventQuery.MaxTextLength}.", nameof(query));
            }

            if (FtsQuery.AllWords(text) is not { } words)
                return new(new RecordPage([], null));
            filter.Add("id IN (SELECT rowid FROM event_words WHERE event_words MATCH {0})", words);
        }

        if (query.DeviceId is { } device)
            filter.Add("device = {0}", device);
        if (query.Severity is { } severity)
            filter.Add("severity <= {0}", severity);
        filter.AddTime(query.FromMs, query.ToMs);
        if (query.After is { } after)
        {
            filter.Add(
                "(effective, device, boot, seq) < ({0}, {1}, {2}, {3})",
                after.EffectiveMs,
                after.DeviceId,
                after.BootId,
                after.Sequence);
        }

        var sql =
            $"""
            SELECT {SqliteRecordTable.Columns} FROM events {filter.Where()}
            ORDER BY effective DESC, device DESC, boot DESC, seq DESC LIMIT {filter.Parameter(limit + 1)}
            """;
        return new(_database.Read(session => SqliteRecordTable.Page(session.Query(sql, SqliteRecordTable.ReadRow, filter.Arguments), limit)));
    }

    private static string Words(TelemetryRecord record) =>
        record.Text ?? (record.TryGet(EventCodes.CodeField, out var code) ? EventCodes.Words(code) : "");
}

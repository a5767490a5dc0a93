using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Storage;

namespace DroneLink.CloudSdk.Embedded;

/// <summary>The store on one machine. Thread safe. Borrows the database.</summary>
/// <param name="database">Where the records are kept.</param>
public sealed class SqliteTelemetryStore(SqliteDatabase database) : ITelemetryStore
{
    // Steps from kind to kind along the index, whatever the number of records between.
    private const string Kinds =
        """
        WITH RECURSIVE kinds (kind) AS (
            SELECT min(kind) FROM records WHERE device = $1
            UNION ALL
            SELECT (SELECT min(kind) FROM records WHERE device = $1 AND kind > kinds.kind) FROM kinds WHERE kinds.kind IS NOT NULL)
        SELECT kind FROM kinds WHERE kind IS NOT NULL
        """;

    // "Newer" is no order over dated and undated records together, so the best of each side is found first and then the two compared;
    // that depends on what is stored alone, not on how it came.
    private const string LatestDated =
        $"""
        SELECT {SqliteRecordTable.Columns} FROM records WHERE device = $1 AND kind = $2 AND time IS NOT NULL
        ORDER BY time DESC, boot DESC, seq DESC LIMIT 1
        """;

    private const string LatestUndated =
        $"""
        SELECT {SqliteRecordTable.Columns} FROM records WHERE device = $1 AND kind = $2 AND time IS NULL
        ORDER BY boot DESC, seq DESC LIMIT 1
        """;

    private const string Saw =
        """
        INSERT INTO seen (device, last) VALUES ($1, $2)
        ON CONFLICT (device) DO UPDATE SET last = excluded.last WHERE excluded.last > last
        """;

    private static readonly SqliteRecordTable Table = new("records", "record_anchors");

    private readonly SqliteDatabase _database = database ?? throw new ArgumentNullException(nameof(database));

    /// <inheritdoc/>
    /// <remarks>All of the records or, with an exception, none.</remarks>
    public ValueTask<IReadOnlyList<SinkFailure>> WriteAsync(
        IReadOnlyList<ProjectedRecord> records, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        _database.Write(session =>
        {
            var seen = new Dictionary<string, long>(StringComparer.Ordinal);
            var moved = new HashSet<(string, uint)>();
            foreach (var record in records)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Table.Write(session, record, moved);
                var receivedMs = record.ReceivedAt.ToUnixTimeMilliseconds();
                seen[record.Record.DeviceId] = Math.Max(receivedMs, seen.GetValueOrDefault(record.Record.DeviceId, long.MinValue));
            }

            Table.Date(session, moved);
            foreach (var (device, last) in seen)
                session.Execute(Saw, device, last);
            return 0;
        });
        return new([]);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredDevice>> ListDevicesAsync(CancellationToken cancellationToken = default) =>
        new(_database.Read(session => session
            .Query("SELECT device, last FROM seen ORDER BY device", row => (Device: row.GetString(0), Last: row.GetInt64(1)))
            .ConvertAll(device => Describe(session, device.Device, device.Last))));

    /// <inheritdoc/>
    public ValueTask<StoredDevice?> FindDeviceAsync(string deviceId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deviceId);
        return new(_database.Read(session => session.Scalar("SELECT last FROM seen WHERE device = $1", deviceId) is long last
            ? Describe(session, deviceId, last)
            : null));
    }

    /// <inheritdoc/>
    public ValueTask<RecordPage> QueryAsync(RecordQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var limit = PageLimits.Checked(query.Limit);
        var filter = new SqliteFilter();
        filter.Add("device = {0}", query.DeviceId);
        if (query.Kind is { } kind)
            filter.Add("kind = {0}", kind);
        filter.AddTime(query.FromMs, query.ToMs);
        if (query.After is { } after)
            filter.Add("(effective, boot, seq) > ({0}, {1}, {2})", after.EffectiveMs, after.BootId, after.Sequence);
        var sql =
            $"""
            SELECT {SqliteRecordTable.Columns} FROM records {filter.Where()}
            ORDER BY effective, boot, seq LIMIT {filter.Parameter(limit + 1)}
            """;
        return new(_database.Read(session => SqliteRecordTable.Page(session.Query(sql, SqliteRecordTable.ReadRow, filter.Arguments), limit)));
    }

    private static StoredDevice Describe(SqliteSession session, string deviceId, long lastMs)
    {
        var latest = new List<StoredRecord>();
        foreach (var kind in session.Query(Kinds, row => row.GetInt64(0), deviceId))
        {
            var dated = session.Query(LatestDated, SqliteRecordTable.ReadRow, deviceId, kind);
            var undated = session.Query(LatestUndated, SqliteRecordTable.ReadRow, deviceId, kind);
            latest.Add(dated.Concat(undated).MaxBy(record => (record.Record.BootId, record.Record.Sequence))!);
        }

        return new StoredDevice(deviceId, DateTimeOffset.FromUnixTimeMilliseconds(lastMs), latest);
    }
}

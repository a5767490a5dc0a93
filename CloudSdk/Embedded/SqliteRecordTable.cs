using System.Buffers.Binary;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Search;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Wire;
using Microsoft.Data.Sqlite;

namespace DroneLink.CloudSdk.Embedded;

/// <summary>Writes, dates and reads records in one table of the schema, for the store and for the search alike.</summary>
internal sealed class SqliteRecordTable
{
    /// <summary>The columns that <see cref="ReadRow"/> reads, in its order.</summary>
    public const string Columns = "device, boot, seq, kind, uptime, time, received, severity, mask, field_values, text";

    private readonly string _exists;
    private readonly string _insert;
    private readonly string _anchor;
    private readonly string _date;

    /// <param name="table">The table of records.</param>
    /// <param name="anchors">Its table of anchors.</param>
    public SqliteRecordTable(string table, string anchors)
    {
        _exists = $"SELECT 1 FROM {table} WHERE device = $1 AND boot = $2 AND seq = $3";

        // The same record may come first without a date and then, sent again once the clock was known, with the device's own; that one
        // stands. The earliest arrival stands too, so that the result does not depend on the order.
        _insert =
            $"""
            INSERT INTO {table} ({Columns})
            VALUES ($1, $2, $3, $4, $5,
                CASE WHEN $5 IS NULL THEN $6
                     WHEN $5 BETWEEN 0 AND {BootClock.MaxUptimeMs} THEN $5 + (SELECT offset_ms FROM {anchors} WHERE device = $1 AND boot = $2) END,
                $7, $8, $9, $10, $11)
            ON CONFLICT (device, boot, seq) DO UPDATE SET
                received = min(received, excluded.received),
                time = CASE WHEN excluded.uptime IS NULL AND uptime IS NOT NULL THEN excluded.time ELSE time END,
                uptime = CASE WHEN excluded.uptime IS NULL THEN NULL ELSE uptime END
            WHERE excluded.received < received OR (excluded.uptime IS NULL AND uptime IS NOT NULL)
            """;

        // The first anchor of a boot is the nearest to the records that need one.
        _anchor =
            $"""
            INSERT INTO {anchors} (device, boot, seq, offset_ms) VALUES ($1, $2, $3, $4)
            ON CONFLICT (device, boot) DO UPDATE SET seq = excluded.seq, offset_ms = excluded.offset_ms WHERE excluded.seq < seq
            """;
        _date =
            $"""
            UPDATE {table} SET time = uptime + (SELECT offset_ms FROM {anchors} WHERE device = $1 AND boot = $2)
            WHERE device = $1 AND boot = $2 AND uptime BETWEEN 0 AND {BootClock.MaxUptimeMs}
            """;
    }

    /// <summary>Returns whether a record is in the table.</summary>
    public bool Contains(SqliteSession session, TelemetryRecord record) =>
        session.Scalar(_exists, record.DeviceId, record.BootId, record.Sequence) is not null;

    /// <summary>
    /// Writes a record. One that becomes the anchor of its boot adds the boot to <paramref name="moved"/>, for <see cref="Date"/>.
    /// </summary>
    public void Write(SqliteSession session, ProjectedRecord projected, HashSet<(string DeviceId, uint BootId)> moved)
    {
        var record = projected.Record;
        var receivedMs = projected.ReceivedAt.ToUnixTimeMilliseconds();
        if (BootClock.IsAnchor(record, receivedMs, out var offsetMs)
            && session.Execute(_anchor, record.DeviceId, record.BootId, record.Sequence, offsetMs) > 0)
        {
            moved.Add((record.DeviceId, record.BootId));
        }

        session.Execute(
            _insert,
            record.DeviceId,
            record.BootId,
            record.Sequence,
            record.Kind,
            record.ClockSynced ? null : record.TimeMs,
            record.ClockSynced ? record.TimeMs : null,
            receivedMs,
            Severity(record),
            record.Mask,
            Pack(record.Values.Span),
            record.Text);
    }

    /// <summary>
    /// Dates the boots whose anchor moved; once at the end of a batch, since a device can send a better anchor in every record. It takes no
    /// token: a boot can be so long that dating it passes the deadline, and would then be begun anew for ever.
    /// </summary>
    public void Date(SqliteSession session, HashSet<(string DeviceId, uint BootId)> moved)
    {
        foreach (var (device, boot) in moved)
            session.Execute(_date, device, boot);
    }

    /// <summary>Reads a row of <see cref="Columns"/>.</summary>
    public static StoredRecord ReadRow(SqliteDataReader row)
    {
        var isDated = !row.IsDBNull(5);
        var kind = row.GetByte(3);
        var record = new TelemetryRecord
        {
            DeviceId = row.GetString(0),
            BootId = (uint)row.GetInt64(1),
            Sequence = (uint)row.GetInt64(2),
            Kind = kind,
            ClockSynced = isDated,
            TimeMs = row.GetInt64(isDated ? 5 : 4),
            Severity = kind == RecordKind.Text ? (byte)row.GetInt64(7) : (byte)0,
            Mask = (uint)row.GetInt64(8),
            Values = row.IsDBNull(9) ? default : Unpack((byte[])row.GetValue(9)),
            Text = row.IsDBNull(10) ? null : row.GetString(10),
        };
        return new StoredRecord(record, DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(6)));
    }

    /// <summary>Makes a page of rows that were asked for with one more than the limit.</summary>
    public static RecordPage Page(List<StoredRecord> rows, int limit)
    {
        if (rows.Count <= limit)
            return new RecordPage(rows, null);
        rows.RemoveRange(limit, rows.Count - limit);
        return new RecordPage(rows, rows[^1].Position);
    }

    private static long? Severity(TelemetryRecord record) => record.Kind switch
    {
        RecordKind.Text => record.Severity,
        RecordKind.Event when record.TryGet(EventCodes.SeverityField, out var severity) => severity,
        _ => null,
    };

    // A file may move between machines, so the bytes have a fixed order.
    private static byte[]? Pack(ReadOnlySpan<long> values)
    {
        if (values.IsEmpty)
            return null;
        var bytes = new byte[values.Length * sizeof(long)];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), values[i]);
        return bytes;
    }

    private static long[] Unpack(byte[] bytes)
    {
        var values = new long[bytes.Length / sizeof(long)];
        for (var i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(i * sizeof(long)));
        return values;
    }
}

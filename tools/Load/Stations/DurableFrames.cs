using DroneLink.CloudSdk.Wire;
using Microsoft.Data.Sqlite;

namespace DroneLink.Load.Stations;

/// <summary>
/// Follows the stream in a station's file over a connection of its own, so that it sees only what is committed: which records of which device are
/// durable. Thread safe.
/// </summary>
internal sealed class DurableFrames : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, HashSet<(uint Boot, uint Sequence)>> _records = new(StringComparer.Ordinal);
    private long _last;

    /// <summary>Opens a station's file to read it.</summary>
    public DurableFrames(string path)
    {
        _connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        _connection.Open();
    }

    /// <summary>Entries of the stream that brought nothing new: they were sent again.</summary>
    public long Repeated { get; private set; }

    /// <summary>Returns whether records are durable.</summary>
    /// <param name="deviceId">Of which device.</param>
    /// <param name="boot">Of which boot.</param>
    /// <param name="from">The first.</param>
    /// <param name="end">The one behind the last.</param>
    public bool Has(string deviceId, uint boot, uint from, uint end)
    {
        lock (_lock)
        {
            if (HasNow(deviceId, boot, from, end)) return true;
            Follow();
            return HasNow(deviceId, boot, from, end);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private bool HasNow(string deviceId, uint boot, uint from, uint end)
    {
        if (!_records.TryGetValue(deviceId, out var records)) return from == end;
        for (var sequence = from; sequence != end; sequence++)
        {
            if (!records.Contains((boot, sequence))) return false;
        }

        return true;
    }

    private void Follow()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT sequence, partition_key, data FROM stream WHERE sequence > $1 ORDER BY sequence";
        command.Parameters.AddWithValue("$1", _last);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            _last = reader.GetInt64(0);
            if (!FrameReader.TryRead((byte[])reader.GetValue(2), out var frame, out _)) continue;
            var device = reader.GetString(1);
            if (!_records.TryGetValue(device, out var records)) _records.Add(device, records = []);
            var isNew = false;
            foreach (var record in frame.Records) isNew |= records.Add((record.BootId, record.Sequence));
            if (!isNew) Repeated++;
        }
    }
}

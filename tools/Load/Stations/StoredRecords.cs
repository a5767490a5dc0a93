using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace DroneLink.Load.Stations;

/// <summary>What the store in a station's file holds, read over a connection of its own.</summary>
internal sealed class StoredRecords
{
    private readonly Dictionary<(string Device, uint Boot), SortedDictionary<uint, string?>> _boots = [];

    /// <summary>Records in all.</summary>
    public long Count { get; private set; }

    /// <summary>The devices and boots of which there are records.</summary>
    public IReadOnlyCollection<(string Device, uint Boot)> Boots => _boots.Keys;

    /// <summary>Waits until all that is in the stream is in the store too, and reads the store.</summary>
    /// <param name="path">The file.</param>
    /// <param name="patience">How long the store may stand still before that; null for a minute.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="LossException">The store stands still, the file is damaged, or it holds a record twice.</exception>
    public static async Task<StoredRecords> ReadAsync(string path, TimeSpan? patience, CancellationToken cancellationToken)
    {
        await WaitAsync(path, patience ?? TimeSpan.FromMinutes(1), cancellationToken).ConfigureAwait(false);
        await using var connection = new SqliteConnection($"Data Source={path};Mode=ReadWrite;Pooling=False");
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        CheckIntegrity(connection);
        var stored = new StoredRecords();
        stored.Read(connection);
        return stored;
    }

    /// <summary>Has SQLite check the file, of a station that may be dead.</summary>
    /// <exception cref="LossException">It is damaged.</exception>
    public static void CheckIntegrity(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Mode=ReadWrite;Pooling=False");
        connection.Open();
        CheckIntegrity(connection);
    }

    /// <summary>Returns the records of a boot, by sequence number, with their texts; null for those of other kinds.</summary>
    public IReadOnlyDictionary<uint, string?> Of(string device, uint boot) => _boots.GetValueOrDefault((device, boot)) ?? [];

    private static async Task WaitAsync(string path, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var least = long.MaxValue;
        var movedAt = Stopwatch.GetTimestamp();
        while (StreamLag.Read(path) is > 0 and var lag)
        {
            if (lag < least) (least, movedAt) = (lag, Stopwatch.GetTimestamp());
            else if (Stopwatch.GetElapsedTime(movedAt) > patience) throw new LossException($"the store stands still, {lag} frames behind the stream");
            await tick.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static void CheckIntegrity(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        if (command.ExecuteScalar() is not "ok") throw new LossException("the file is damaged, by its integrity check");
    }

    private void Read(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT device, boot, seq, text FROM records";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var boot = (reader.GetString(0), (uint)reader.GetInt64(1));
            if (!_boots.TryGetValue(boot, out var records)) _boots.Add(boot, records = []);
            var sequence = (uint)reader.GetInt64(2);
            if (!records.TryAdd(sequence, reader.IsDBNull(3) ? null : reader.GetString(3)))
                throw new LossException($"record {sequence} of boot {boot.Item2} of {boot.Item1} is there twice");
            Count++;
        }
    }
}

using System.ComponentModel;
using BenchmarkDotNet.Attributes;
using DroneLink.Bench.Samples;
using DroneLink.CloudSdk.Embedded;
using DroneLink.CloudSdk.Streams;
using Microsoft.Data.Sqlite;

namespace DroneLink.Bench;

[DiskJob]
[Description("make a frame durable, embedded stream")]
public class StreamCommits
{
    private const int Callers = 20;
    private const int FramesOfACaller = 50;
    private const int FramesAlone = 200;
    private const string Key = "drone-0042";

    private readonly byte[] _frame = SampleFrame.Bytes;
    private DirectoryInfo _folder = null!;
    private SqliteDatabase _database = null!;
    private SqliteStream _stream = null!;
    private SqliteConnection _plain = null!;
    private SqliteCommand _insert = null!;

    [GlobalSetup]
    public void Setup()
    {
        _folder = Directory.CreateTempSubdirectory("dronelink-bench-");
        _database = SqliteDatabase.Open(Path.Combine(_folder.FullName, "stream.db"));
        _stream = new SqliteStream(_database, TimeProvider.System);
        OpenPlain(Path.Combine(_folder.FullName, "plain.db"));
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _insert.Dispose();
        _plain.Dispose();
        _database.Dispose();
        _folder.Delete(recursive: true);
    }

    [Benchmark(OperationsPerInvoke = Callers * FramesOfACaller, Description = "SqliteStream.PutAsync, 20 callers at a time")]
    public Task ManyCallers() => Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => PutAsync(FramesOfACaller)));

    [Benchmark(OperationsPerInvoke = FramesAlone, Description = "SqliteStream.PutAsync, one caller")]
    public Task OneCaller() => PutAsync(FramesAlone);

    [Benchmark(Baseline = true, OperationsPerInvoke = FramesAlone, Description = "peer: one INSERT a transaction, WAL, synchronous=FULL")]
    public void PlainInserts()
    {
        for (var i = 0; i < FramesAlone; i++)
        {
            _insert.Parameters[2].Value = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            _insert.ExecuteNonQuery();
        }
    }

    private async Task PutAsync(int frames)
    {
        for (var i = 0; i < frames; i++)
        {
            var results = await _stream.PutAsync([new StreamEntry(Key, _frame)]).ConfigureAwait(false);
            if (!results[0].IsStored)
            {
                throw new InvalidOperationException(results[0].ErrorMessage);
            }
        }
    }

    // The stream's own settings and columns, so that sharing a commit is the one difference.
    private void OpenPlain(string path)
    {
        _plain = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _plain.Open();
        using var schema = _plain.CreateCommand();
        schema.CommandText =
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            CREATE TABLE stream (
                sequence INTEGER PRIMARY KEY AUTOINCREMENT, partition_key TEXT NOT NULL, data BLOB NOT NULL, received INTEGER NOT NULL);
            """;
        schema.ExecuteNonQuery();
        _insert = _plain.CreateCommand();
        _insert.CommandText = "INSERT INTO stream (partition_key, data, received) VALUES ($1, $2, $3)";
        _insert.Parameters.AddWithValue("$1", Key);
        _insert.Parameters.AddWithValue("$2", _frame);
        _insert.Parameters.AddWithValue("$3", 0L);
        _insert.Prepare();
    }
}

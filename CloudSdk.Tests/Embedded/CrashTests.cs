using System.Collections.Concurrent;
using DroneLink.CloudSdk.Embedded;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Streams;
using DroneLink.CloudSdk.Tests.Storage;
using DroneLink.CloudSdk.Wire;
using Microsoft.Data.Sqlite;
using static DroneLink.CloudSdk.Tests.Storage.TestRecords;

namespace DroneLink.CloudSdk.Tests.Embedded;

public sealed class CrashTests : IDisposable
{
    private const int Devices = 4;
    private const int Copies = 8;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Whatever_was_acknowledged_is_there_after_a_kill_at_any_moment()
    {
        var acknowledged = new ConcurrentBag<(string Device, uint Sequence)>();
        var copies = new List<(string Path, IReadOnlyList<(string Device, uint Sequence)> Acknowledged)>();
        using (var cloud = EmbeddedCloud.Open(_folder["cloud.db"]))
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
            var projecting = cloud.Pipeline.RunAsync(stop.Token);
            var writing = Enumerable.Range(0, Devices).Select(i => Task.Run(() => WriteAsync(cloud, $"drone-{i}", acknowledged, stop.Token), Token)).ToList();
            for (var i = 1; i <= Copies; i++)
            {
                // Between the copies as much happens as it takes for the next to differ.
                while (acknowledged.Count < i * 40)
                {
                    Assert.DoesNotContain(writing, writer => writer.IsCompleted);
                    await Task.Yield();
                }

                copies.Add(Copy(i, acknowledged));
            }

            await stop.CancelAsync();
            await Task.WhenAll([projecting, .. writing]);
        }

        foreach (var copy in copies)
        {
            using var cloud = EmbeddedCloud.Open(copy.Path);
            var inStream = cloud.Stream.Read(0, int.MaxValue).Select(item => Key(item.Data)).ToList();
            Assert.Superset(copy.Acknowledged.ToHashSet(), inStream.ToHashSet());

            Assert.True(await cloud.Pipeline.DrainAsync(Token));
            Assert.Equal(inStream.Order(), (await StoredAsync(cloud)).Order());
        }
    }

    private static async Task WriteAsync(EmbeddedCloud cloud, string device, ConcurrentBag<(string, uint)> acknowledged, CancellationToken cancellationToken)
    {
        for (var i = 0u; !cancellationToken.IsCancellationRequested; i++)
        {
            var results = await cloud.Stream.PutAsync([new StreamEntry(device, FrameWriter.Write([Record(i, Now + i, device: device)]))], CancellationToken.None);
            Assert.True(results[0].IsStored, results[0].ErrorMessage);
            acknowledged.Add((device, i));
        }
    }

    // What a kill leaves is the file and its log as they are. An open reader keeps the log from being emptied between the two copies,
    // which no kill could do either.
    private (string Path, IReadOnlyList<(string Device, uint Sequence)> Acknowledged) Copy(int number, ConcurrentBag<(string, uint)> acknowledged)
    {
        using var reader = new SqliteConnection($"Data Source={_folder["cloud.db"]};Pooling=False");
        reader.Open();
        using var transaction = reader.BeginTransaction(deferred: true);
        using var command = reader.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT count(*) FROM stream";
        command.ExecuteScalar();

        var before = acknowledged.ToArray();
        var path = _folder[$"copy-{number}.db"];
        File.Copy(_folder["cloud.db"], path);
        File.Copy(_folder["cloud.db-wal"], path + "-wal");
        return (path, before);
    }

    private static (string Device, uint Sequence) Key(byte[] data)
    {
        Assert.True(FrameReader.TryRead(data, out var frame, out _));
        return (frame.DeviceId, frame.FirstSequence);
    }

    private static async Task<IEnumerable<(string Device, uint Sequence)>> StoredAsync(EmbeddedCloud cloud)
    {
        var stored = new List<(string, uint)>();
        for (var i = 0; i < Devices; i++)
        {
            RecordPosition? after = null;
            do
            {
                var page = await cloud.Store.QueryAsync(new RecordQuery($"drone-{i}") { Limit = 1000, After = after }, Token);
                stored.AddRange(page.Records.Select(record => (record.Record.DeviceId, record.Record.Sequence)));
                after = page.Next;
            }
            while (after is not null);
        }

        return stored;
    }
}

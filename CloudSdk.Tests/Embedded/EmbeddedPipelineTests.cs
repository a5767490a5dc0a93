using System.Diagnostics;
using System.Threading.Channels;
using DroneLink.CloudSdk.Embedded;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Streams;
using DroneLink.CloudSdk.Tests.Projection;
using DroneLink.CloudSdk.Tests.Storage;
using DroneLink.CloudSdk.Wire;
using Microsoft.Extensions.Time.Testing;
using static DroneLink.CloudSdk.Tests.Storage.TestRecords;

namespace DroneLink.CloudSdk.Tests.Embedded;

public sealed class EmbeddedPipelineTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(Now));
    private readonly TestSink _sink = new();
    private EmbeddedCloud _cloud;


    public EmbeddedPipelineTests() => _cloud = Open();

    private long Checkpoint => _cloud.Stream.Checkpoint(EmbeddedPipeline.Consumer);

    public void Dispose()
    {
        _cloud.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_is_put_is_found_in_every_sink()
    {
        await PutAsync(Record(0), Text(1, "hello"));
        await PutAsync(Record(2));

        Assert.True(await _cloud.Pipeline.DrainAsync(Token));

        Assert.Equal([0u, 1u, 2u], await StoredAsync());
        Assert.Equal([1u], (await _cloud.Search.SearchAsync(new(), Token)).Sequences());
        Assert.Equal([0u, 1u, 2u], _sink.Written.Select(item => item.Record.Sequence));
        Assert.Equal((2, new PipelineStatus(0, null)), (Checkpoint, _cloud.Pipeline.Status));
    }

    [Fact]
    public async Task After_a_failure_the_batch_comes_again_from_there()
    {
        for (var i = 0u; i < 4; i++)
            await PutAsync(Record(i));
        _sink.Fail(item => item.Record.Sequence == 2, isPoison: false);

        Assert.False(await _cloud.Pipeline.DrainAsync(Token));
        Assert.Equal((2, 1), (Checkpoint, _cloud.Pipeline.Status.FailedAttempts));
        Assert.Equal([0u, 1u, 2u, 3u], await StoredAsync());

        _sink.Behaviour = null;
        Assert.True(await _cloud.Pipeline.DrainAsync(Token));
        Assert.Equal(4, Checkpoint);
        Assert.Contains(2u, _sink.Written.Select(item => item.Record.Sequence));
        Assert.Equal([0u, 1u, 2u, 3u], await StoredAsync());
    }

    [Fact]
    public async Task Poison_blocks_nothing()
    {
        await _cloud.Stream.PutAsync([new("drone-1", new byte[] { 1, 2, 3 })], Token);
        await PutAsync(Record(0));

        Assert.True(await _cloud.Pipeline.DrainAsync(Token));

        Assert.Equal([0u], await StoredAsync());
        Assert.Equal("short", Assert.Single(await _cloud.DeadLetters.ListAsync(cancellationToken: Token)).Letter.Code);
    }

    [Fact]
    public async Task More_than_a_batch_goes_through_in_batches()
    {
        var sizes = new List<int>();
        _sink.Behaviour = (records, _) =>
        {
            sizes.Add(records.Count);
            return new([]);
        };
        await _cloud.Stream.PutAsync([.. Enumerable.Range(0, EmbeddedPipeline.MaxBatch + 1).Select(i => Entry(Record((uint)i)))], Token);

        Assert.True(await _cloud.Pipeline.DrainAsync(Token));

        Assert.Equal([EmbeddedPipeline.MaxBatch, 1], sizes);
    }

    [Fact]
    public async Task A_batch_that_comes_no_further_is_halved_until_it_does()
    {
        var sizes = new List<int>();
        _sink.Behaviour = (records, _) =>
        {
            sizes.Add(records.Count);
            return records.Count > 100 ? throw new IOException("too much at once") : new([]);
        };
        await _cloud.Stream.PutAsync([.. Enumerable.Range(0, EmbeddedPipeline.MaxBatch).Select(i => Entry(Record((uint)i)))], Token);

        for (var attempts = 0; !await _cloud.Pipeline.DrainAsync(Token); attempts++)
            Assert.True(attempts < 20, "It never came through.");

        Assert.Equal([500, 250, 125, 62, 124, 62, 124, 62], sizes.Take(8));
        Assert.Equal(EmbeddedPipeline.MaxBatch, Checkpoint);
    }

    [Fact]
    public async Task One_entry_is_tried_for_as_long_as_it_takes_and_whole_batches_follow()
    {
        var sizes = new List<int>();
        _sink.Behaviour = (records, _) =>
        {
            sizes.Add(records.Count);
            return sizes.Count <= 12 ? throw new IOException("down") : new([]);
        };
        await _cloud.Stream.PutAsync([.. Enumerable.Range(0, 600).Select(i => Entry(Record((uint)i)))], Token);

        for (var i = 0; i < 12; i++)
            Assert.False(await _cloud.Pipeline.DrainAsync(Token));
        Assert.True(await _cloud.Pipeline.DrainAsync(Token));

        Assert.Equal([500, 250, 125, 62, 31, 15, 7, 3, 1, 1, 1, 1, 1, 2, 4, 8, 16, 32, 64, 128, 256, 89], sizes);
    }

    [Fact]
    public async Task What_is_wrong_with_the_stream_itself_is_reported()
    {
        var problems = new List<ProjectionProblem>();
        var cloud = EmbeddedCloud.Open(_folder["gone.db"], _time, report: problems.Add);
        cloud.Dispose();

        Assert.False(await cloud.Pipeline.DrainAsync(Token));

        var problem = Assert.Single(problems);
        Assert.Equal((null, "stream", true, nameof(ObjectDisposedException)), (problem.SequenceNumber, problem.Source, problem.WillRetry, problem.Code));
        Assert.Equal(cloud.Pipeline.Status.LastError, problem.Message);
    }

    [Fact]
    public async Task It_goes_on_at_its_checkpoint_after_reopening()
    {
        await PutAsync(Record(0));
        Assert.True(await _cloud.Pipeline.DrainAsync(Token));
        await PutAsync(Record(1));
        _cloud.Dispose();

        _cloud = Open();
        Assert.Equal(1, Checkpoint);
        Assert.True(await _cloud.Pipeline.DrainAsync(Token));

        Assert.Equal([0u, 1u], _sink.Written.Select(item => item.Record.Sequence));
    }

    [Fact]
    public async Task New_data_wakes_it_at_once()
    {
        var batches = Signal();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = _cloud.Pipeline.RunAsync(stop.Token);

        // The clock stands still, so nothing but the write itself can wake it.
        for (var i = 0u; i < 20; i++)
        {
            await PutAsync(Record(i));
            Assert.Equal(1, await batches.ReadAsync(Token).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Token));
        }

        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    [Fact]
    public async Task Data_of_another_process_is_found_within_seconds()
    {
        var batches = Signal();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = _cloud.Pipeline.RunAsync(stop.Token);
        using (var database = SqliteDatabase.Open(_folder["cloud.db"]))
        {
            await new SqliteStream(database, _time).PutAsync([Entry(Record(0))], Token);
        }

        await AdvanceUntilAsync(batches.WaitToReadAsync(Token).AsTask(), TimeSpan.FromSeconds(1));

        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    [Fact]
    public async Task Retries_wait_longer_and_longer()
    {
        const int Attempts = 10;
        var attempts = Channel.CreateUnbounded<DateTimeOffset>();
        _sink.Behaviour = (_, _) =>
        {
            attempts.Writer.TryWrite(_time.GetUtcNow());
            throw new IOException("down");
        };
        var handler = new ProjectionHandler([_sink], _cloud.DeadLetters, _time);
        var pipeline = new EmbeddedPipeline(_cloud.Stream, handler, _time, random: () => 0.5);
        await PutAsync(Record(0));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = pipeline.RunAsync(stop.Token);

        var times = new List<DateTimeOffset>();
        while (times.Count < Attempts)
        {
            var next = attempts.Reader.ReadAsync(Token).AsTask();
            await AdvanceUntilAsync(next, TimeSpan.FromMilliseconds(10));
            times.Add(await next);
        }

        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(30), Token);
        for (var i = 1; i < Attempts; i++)
        {
            var bound = TimeSpan.FromMilliseconds(Math.Min(100 * Math.Pow(2, i - 1), EmbeddedPipeline.RetryMax.TotalMilliseconds));
            Assert.True(times[i] - times[i - 1] >= 0.5 * bound, $"Retry {i} waited {times[i] - times[i - 1]}, expected at least {0.5 * bound}.");
        }
    }

    [Fact]
    public async Task A_sink_that_hangs_is_given_up_at_the_deadline()
    {
        var hangs = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _sink.Behaviour = async (_, _) =>
        {
            hangs.TrySetResult();
            await new TaskCompletionSource().Task;
            return [];
        };
        await PutAsync(Record(0));
        var draining = _cloud.Pipeline.DrainAsync(Token);
        await hangs.Task.WaitAsync(Token);

        await AdvanceUntilAsync(draining, TimeSpan.FromSeconds(10));

        Assert.False(await draining);
        Assert.Equal(0, Checkpoint);
    }

    [Fact]
    public async Task A_stopped_pipeline_leaves_the_checkpoint_before_what_it_did_not_finish()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        _sink.Behaviour = async (_, token) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            return [];
        };
        await PutAsync(Record(0));

        await _cloud.Pipeline.RunAsync(stop.Token).WaitAsync(TimeSpan.FromSeconds(30), Token);

        Assert.Equal(0, Checkpoint);
        _sink.Behaviour = null;
        Assert.True(await _cloud.Pipeline.DrainAsync(Token));
        Assert.Single(_sink.Written);
    }

    [Fact]
    public async Task A_drain_that_is_ended_says_so()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        _sink.Behaviour = async (_, token) =>
        {
            await stop.CancelAsync();
            throw new IOException("down");
        };
        await PutAsync(Record(0));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _cloud.Pipeline.DrainAsync(stop.Token));
    }

    [Fact]
    public async Task One_who_gives_up_waiting_for_another_disturbs_nobody()
    {
        var (begun, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        _sink.Behaviour = async (_, _) =>
        {
            begun.TrySetResult();
            await end.Task;
            return [];
        };
        await PutAsync(Record(0));
        var first = _cloud.Pipeline.DrainAsync(Token);
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var second = _cloud.Pipeline.DrainAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(TimeSpan.FromSeconds(30), Token));

        end.SetResult();

        Assert.True(await first.WaitAsync(TimeSpan.FromSeconds(30), Token));
        Assert.Single(_sink.Written);
        Assert.Equal(1, Checkpoint);
    }

    [Fact]
    public async Task Running_trims_what_is_old_and_done()
    {
        await PutAsync(Record(0));
        Assert.True(await _cloud.Pipeline.DrainAsync(Token));
        _time.Advance(SqliteStream.Retention + TimeSpan.FromSeconds(1));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = _cloud.Pipeline.RunAsync(stop.Token);

        await Task.Run(
            async () =>
            {
                while (_cloud.Stream.Read(0, 9).Count > 0 && !stop.IsCancellationRequested)
                    await Task.Yield();
            },
            Token).WaitAsync(TimeSpan.FromSeconds(30), Token);

        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(30), Token);
        Assert.Equal([0u], await StoredAsync());
    }

    private ChannelReader<int> Signal()
    {
        var batches = Channel.CreateUnbounded<int>();
        _sink.Behaviour = (records, _) =>
        {
            batches.Writer.TryWrite(records.Count);
            return new([]);
        };
        return batches.Reader;
    }

    // The code under test makes its timer when it gets there, so time moves in steps until it has.
    private async Task AdvanceUntilAsync(Task done, TimeSpan step)
    {
        var started = Stopwatch.GetTimestamp();
        while (!done.IsCompleted)
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(1), "It never came, however far the clock moved.");
            _time.Advance(step);
            await Task.Yield();
        }
    }

    private EmbeddedCloud Open() => EmbeddedCloud.Open(_folder["cloud.db"], _time, [_sink]);

    private async Task PutAsync(params TelemetryRecord[] records) => Assert.True((await _cloud.Stream.PutAsync([Entry(records)], Token))[0].IsStored);

    private static StreamEntry Entry(params TelemetryRecord[] records) => new(records[0].DeviceId, FrameWriter.Write(records));

    private async Task<IEnumerable<uint>> StoredAsync() => (await _cloud.Store.QueryAsync(new RecordQuery("drone-1") { Limit = 1000 }, Token)).Sequences();
}

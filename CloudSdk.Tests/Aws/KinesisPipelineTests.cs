using DroneLink.CloudSdk.Aws;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Tests.Projection;
using DroneLink.CloudSdk.Wire;
using Microsoft.Extensions.Time.Testing;
using static DroneLink.CloudSdk.Tests.Storage.TestRecords;

namespace DroneLink.CloudSdk.Tests.Aws;

public sealed class KinesisPipelineTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(Now));
    private readonly FakeShards _kinesis = new();
    private readonly TestSink _sink = new();
    private readonly TestDeadLetters _letters = new();
    private readonly MemoryShardCheckpoints _checkpoints = new();
    private readonly List<ProjectionProblem> _problems = [];

    public void Dispose() => _kinesis.Dispose();

    [Fact]
    public async Task Every_shard_comes_through_in_its_order()
    {
        var (first, second) = (_kinesis.Add("shard-1"), _kinesis.Add("shard-2"));
        for (var i = 0u; i < 600; i++)
            Put(i % 2 == 0 ? first : second, Record(i, device: i % 2 == 0 ? "drone-1" : "drone-2"));

        Assert.True(await Open().DrainAsync(Token));

        Assert.Equal(Enumerable.Range(0, 300).Select(i => (uint)(2 * i)), Written("drone-1"));
        Assert.Equal(Enumerable.Range(0, 300).Select(i => (uint)((2 * i) + 1)), Written("drone-2"));
        Assert.All(_sink.Written, item => Assert.Equal(Now, item.ReceivedAt.ToUnixTimeMilliseconds()));
    }

    [Fact]
    public async Task Another_one_goes_on_at_the_checkpoint()
    {
        var shard = _kinesis.Add("shard-1");
        Put(shard, Record(0));
        Assert.True(await Open().DrainAsync(Token));
        Put(shard, Record(1));

        Assert.True(await Open().DrainAsync(Token));

        Assert.Equal([0u, 1u], Written("drone-1"));
    }

    [Fact]
    public async Task After_a_failure_the_batch_comes_again_from_there_and_no_other_shard_waits()
    {
        var (first, second) = (_kinesis.Add("shard-1"), _kinesis.Add("shard-2"));
        for (var i = 0u; i < 4; i++)
            Put(first, Record(i));
        Put(second, Record(0, device: "drone-2"));
        _sink.Fail(item => item.Record is { DeviceId: "drone-1", Sequence: 2 }, isPoison: false);
        var pipeline = Open();

        Assert.False(await pipeline.DrainAsync(Token));
        Assert.Equal(1, pipeline.Status.FailedAttempts);
        Assert.Equal([0u], Written("drone-2"));
        Assert.Equal("2", await _checkpoints.FindAsync("shard-1", Token));

        _sink.Behaviour = null;
        Assert.True(await pipeline.DrainAsync(Token));
        Assert.Equal([0u, 1u, 3u, 3u, 2u, 3u], Written("drone-1"));
        Assert.Equal(0, pipeline.Status.FailedAttempts);
    }

    [Fact]
    public async Task A_child_is_read_after_both_of_its_parents()
    {
        var child = _kinesis.Add("child", "left", "right");
        var (left, right) = (_kinesis.Add("left"), _kinesis.Add("right", "expired"));
        Put(child, Record(2));
        Put(left, Record(0));
        Put(right, Record(1));
        _kinesis.Close(left);
        var pipeline = Open();

        Assert.True(await pipeline.DrainAsync(Token));
        Assert.Equal([0u, 1u], Written("drone-1").Order());

        _kinesis.Close(right);
        Assert.True(await pipeline.DrainAsync(Token));
        Assert.True(await pipeline.DrainAsync(Token));
        Assert.Equal(2u, Written("drone-1").Last());
    }

    [Fact]
    public async Task A_running_one_finds_a_child_when_its_parent_ends()
    {
        var parent = _kinesis.Add("parent");
        Put(_kinesis.Add("child", "parent"), Record(1));
        Put(parent, Record(0));
        _kinesis.Close(parent);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = Open().RunAsync(stop.Token);

        // The clock stands still: the end of the parent itself must wake it.
        await UntilAsync(() => Written("drone-1").Count() == 2);

        Assert.Equal([0u, 1u], Written("drone-1"));
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    [Fact]
    public async Task An_idle_shard_is_looked_at_again_after_the_interval()
    {
        var shard = _kinesis.Add("shard-1");
        Put(shard, Record(0));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = Open().RunAsync(stop.Token);
        await UntilAsync(() => Written("drone-1").Any());
        Put(shard, Record(1));

        await UntilAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(100));
                return Written("drone-1").Count() == 2;
            });

        Assert.Equal(1, _kinesis.Starts);
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    [Fact]
    public async Task A_place_that_expired_is_found_again()
    {
        var shard = _kinesis.Add("shard-1");
        Put(shard, Record(0));
        var pipeline = Open();
        Assert.True(await pipeline.DrainAsync(Token));
        Put(shard, Record(1));
        _kinesis.ExpirePlaces();

        Assert.False(await pipeline.DrainAsync(Token));
        Assert.True(await pipeline.DrainAsync(Token));

        Assert.Equal([0u, 1u], Written("drone-1"));
    }

    [Fact]
    public async Task An_empty_answer_that_is_behind_is_not_the_end()
    {
        Put(_kinesis.Add("shard-1"), Record(0));
        _kinesis.EmptyAnswers = 3;

        Assert.True(await Open().DrainAsync(Token));

        Assert.Equal([0u], Written("drone-1"));
    }

    [Fact]
    public async Task Who_only_listens_hears_what_comes_from_now_on()
    {
        var shard = _kinesis.Add("shard-1");
        Put(shard, Record(0));
        var pipeline = Open(new KinesisPipelineOptions { StartsAtLatest = true });
        Assert.True(await pipeline.DrainAsync(Token));
        Put(shard, Record(1));

        Assert.True(await pipeline.DrainAsync(Token));

        Assert.Equal([1u], Written("drone-1"));
    }

    [Theory]
    [InlineData("ListShards")]
    [InlineData("GetShardIterator")]
    [InlineData("GetRecords")]
    public async Task A_call_that_fails_is_reported_and_made_again(string call)
    {
        Put(_kinesis.Add("shard-1"), Record(0));
        var failures = 0;
        var started = _time.GetUtcNow();
        _kinesis.Fault = name => name == call && failures++ < 3 ? new IOException("The network is down.") : null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = Open().RunAsync(stop.Token);

        await UntilAsync(
            () =>
            {
                // Only so fast as the pipeline keeps up with it.
                _time.Advance(TimeSpan.FromMilliseconds(1));
                return Written("drone-1").Any();
            });

        // Three waits for a second at the most, and not for the next discovery.
        Assert.True(_time.GetUtcNow() - started <= TimeSpan.FromSeconds(60), $"It took {_time.GetUtcNow() - started}.");
        Assert.Equal(3, _problems.Count);
        Assert.All(_problems, problem => Assert.Equal(("stream", true, nameof(IOException)), (problem.Source, problem.WillRetry, problem.Code)));
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    [Theory]
    [InlineData("ListShards")]
    [InlineData("GetShardIterator")]
    [InlineData("GetRecords")]
    public async Task A_call_without_an_answer_is_given_up_and_made_again(string call)
    {
        Put(_kinesis.Add("shard-1"), Record(0));
        _kinesis.Silent = call;
        var draining = Open().DrainAsync(Token);

        await UntilAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return draining.IsCompleted;
            });

        Assert.False(await draining);
        _kinesis.Silent = null;
        Assert.True(await Open().DrainAsync(Token));
        Assert.Equal([0u], Written("drone-1"));
    }

    [Fact]
    public async Task Poison_blocks_nothing()
    {
        var shard = _kinesis.Add("shard-1");
        _kinesis.Put(shard, "drone-1", [1, 2, 3]);
        Put(shard, Record(0));

        Assert.True(await Open().DrainAsync(Token));

        Assert.Equal([0u], Written("drone-1"));
        Assert.Equal("short", Assert.Single(_letters.Letters).Code);
    }

    [Theory]
    [InlineData(199)]
    [InlineData(60_001)]
    public void An_interval_out_of_range_is_refused(int ms) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new KinesisPipelineOptions { PollInterval = TimeSpan.FromMilliseconds(ms) });

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private KinesisPipeline Open(KinesisPipelineOptions? options = null) => new(
        _kinesis,
        "telemetry",
        _checkpoints,
        new ProjectionHandler([_sink], _letters, _time),
        _time,
        options,
        () => 0.5,
        problem =>
        {
            lock (_problems)
                _problems.Add(problem);
        });

    private void Put(FakeShard shard, TelemetryRecord record) => _kinesis.Put(shard, record.DeviceId, FrameWriter.Write([record]));

    private IEnumerable<uint> Written(string device) => _sink.Written.Where(item => item.Record.DeviceId == device).Select(item => item.Record.Sequence);
}

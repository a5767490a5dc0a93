using System.Net;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DroneLink.CloudSdk.Storage;
using Microsoft.Extensions.Time.Testing;
using static DroneLink.CloudSdk.Tests.Storage.TestRecords;

namespace DroneLink.CloudSdk.Tests.Storage;

public sealed class DynamoTelemetryStoreFailureTests
{
    private readonly DynamoFake _fake = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(Now));
    private readonly DynamoTelemetryStore _store;

    public DynamoTelemetryStoreFailureTests() => _store = new DynamoTelemetryStore(DynamoFixture.Open(_fake, time: _time));

    [Fact]
    public async Task A_throttled_device_fails_alone_and_is_not_poison()
    {
        _fake.Before = (_, request) => request is PutItemRequest put && put.Item["pk"].S.StartsWith("B#drone-2#", StringComparison.Ordinal)
            ? new ProvisionedThroughputExceededException("throttled")
            : null;

        var failures = await _store.WriteAsync([Record(1).At(Now), Record(1, device: "drone-2").At(Now), Record(1, device: "drone-3").At(Now)], Token);

        var failure = Assert.Single(failures);
        Assert.Equal((1, false, "ProvisionedThroughputExceededException"), (failure.Index, failure.IsPoison, failure.Code));
        Assert.Single((await _store.QueryAsync(new RecordQuery("drone-3"), Token)).Records);
        Assert.Equal(["drone-1", "drone-3"], (await _store.ListDevicesAsync(Token)).Select(device => device.DeviceId));
    }

    [Fact]
    public async Task A_block_that_fails_fails_its_records_alone()
    {
        _fake.Before = (_, request) => request is PutItemRequest put && put.Item["sk"].S == "00000001" ? new InternalServerErrorException("no") : null;

        var failures = await _store.WriteAsync([.. Enumerable.Range(60, 10).Select(i => Record((uint)i, Now + i).At(Now))], Token);

        Assert.Equal([4, 5, 6, 7, 8, 9], failures.Select(failure => failure.Index));
        Assert.Equal([60u, 61u, 62u, 63u], (await _store.QueryAsync(new RecordQuery("drone-1"), Token)).Sequences());
        Assert.Equal(63u, Assert.Single((await _store.FindDeviceAsync("drone-1", Token))!.Latest).Record.Sequence);
    }

    [Fact]
    public async Task What_a_batch_leaves_undone_is_sent_again_and_fails_its_records_if_it_stays_so()
    {
        var skipped = 0;
        _fake.Skip = (_, _) => skipped++ == 0;
        await _store.StoreAsync(Record(1).At(Now));
        Assert.Equal(2, skipped);

        _fake.Skip = (_, item) => item["sk"].S.EndsWith("#00000001", StringComparison.Ordinal);
        var failures = await _store.WriteAsync([Record(63, Now).At(Now), Record(64, Now).At(Now)], Token);

        Assert.Equal((1, false), (Assert.Single(failures).Index, failures[0].IsPoison));
        Assert.Equal([1u, 63u], (await _store.QueryAsync(new RecordQuery("drone-1"), Token)).Sequences());
    }

    [Fact]
    public async Task Keys_that_a_batch_leaves_unread_are_read_again()
    {
        await _store.StoreAsync(Record(1, Now).At(Now), Record(70, Now + 1).At(Now), Record(140, Now + 2).At(Now));
        var reads = new HashSet<string>();
        _fake.Skip = (_, item) => reads.Add(DynamoFake.KeyOf(item));

        Assert.Equal([1u, 70u, 140u], (await _store.QueryAsync(new RecordQuery("drone-1"), Token)).Sequences());
        Assert.Equal(3, reads.Count);
    }

    [Theory]
    [InlineData("Item size has exceeded the maximum allowed size", true)]
    [InlineData("The provided key element does not match the schema", false)]
    public async Task What_can_never_be_stored_is_poison_and_a_wrong_table_is_not(string message, bool isPoison)
    {
        _fake.Before = (_, request) => request is PutItemRequest
            ? new AmazonDynamoDBException(message, ErrorType.Sender, "ValidationException", "1", HttpStatusCode.BadRequest)
            : null;

        var failure = Assert.Single(await _store.WriteAsync([Record(1).At(Now)], Token));

        Assert.Equal((isPoison, "ValidationException", message), (failure.IsPoison, failure.Code, failure.Message));
        Assert.Equal(3, _fake.Calls);
    }

    [Fact]
    public async Task A_record_that_no_frame_can_carry_is_poison_and_stops_no_other()
    {
        var failures = await _store.WriteAsync(
            [Text(1, new string('x', 5000)).At(Now), Record(2, device: "a b").At(Now), Text(3, new string('x', 200)).At(Now)], Token);

        Assert.Equal([(0, true), (1, true)], failures.Select(failure => (failure.Index, failure.IsPoison)));
        Assert.Equal([3u], (await _store.QueryAsync(new RecordQuery("drone-1"), Token)).Sequences());
    }

    [Fact]
    public async Task A_missing_table_is_named_and_nothing_is_poison()
    {
        _fake.Before = (_, _) => new ResourceNotFoundException("Requested resource not found");

        var failure = Assert.Single(await _store.WriteAsync([Record(1).At(Now)], Token));

        Assert.False(failure.IsPoison);
        Assert.StartsWith("There is no DynamoDB table 't'", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ResourceNotFoundException>(async () => await _store.ListDevicesAsync(Token));
    }

    [Fact]
    public async Task A_token_that_ends_leaves_what_is_stored_acknowledged()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        _fake.Before = (_, request) =>
        {
            if (request is PutItemRequest put && put.Item["pk"].S.StartsWith("B#drone-2#", StringComparison.Ordinal))
                stop.Cancel();
            return null;
        };
        await _store.StoreAsync(Record(1).At(Now));

        var failures = await _store.WriteAsync([Record(1).At(Now), Record(2, device: "drone-2").At(Now)], stop.Token);

        Assert.Contains(failures, failure => (failure.Index, failure.IsPoison, failure.Code) == (1, false, "Timeout"));
        Assert.All(failures, failure => Assert.False(failure.IsPoison));
    }

    [Fact]
    public async Task A_call_without_an_answer_is_made_again_after_its_timeout()
    {
        var hang = new TaskCompletionSource();
        var reached = new TaskCompletionSource();
        _fake.Between = async (call, _) =>
        {
            if (call != 0)
                return;
            reached.SetResult();
            await hang.Task;
        };

        var writing = _store.StoreAsync(Record(1).At(Now));
        await reached.Task.WaitAsync(Token);
        _time.Advance(DynamoTableOptions.DefaultCallTimeout);
        hang.SetResult();
        await writing;

        Assert.Single((await _store.QueryAsync(new RecordQuery("drone-1"), Token)).Records);
    }

    [Fact]
    public async Task Retries_wait_a_random_part_of_a_bound_that_doubles_up_to_its_limit()
    {
        var options = new DynamoTableOptions
        {
            MaxAttempts = 5,
            BackoffBase = TimeSpan.FromMilliseconds(100),
            BackoffMax = TimeSpan.FromMilliseconds(300),
        };
        var time = new ImpatientTime(options.BackoffMax);
        var table = new DynamoTable(_fake, "t", time, () => 0.5, options);
        _fake.Before = (_, _) => new ProvisionedThroughputExceededException("throttled");

        await Assert.ThrowsAsync<ProvisionedThroughputExceededException>(
            async () => await new DynamoTelemetryStore(table).FindDeviceAsync("drone-1", Token));

        Assert.Equal(5, _fake.Calls);
        Assert.Equal([50, 100, 150, 150], time.Waits.Select(wait => wait.TotalMilliseconds));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(3651)]
    public void Options_out_of_range_are_refused(double days)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new DynamoTableOptions { Retention = TimeSpan.FromDays(days) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new DynamoTableOptions { MaxAttempts = (int)(days - 0.5) * 1000 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new DynamoTableOptions { MaxParallelCalls = (int)(days - 0.5) * 1000 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new DynamoTableOptions { BackoffBase = TimeSpan.FromMinutes(days) - TimeSpan.FromSeconds(30) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new DynamoTableOptions { BackoffMax = TimeSpan.FromMinutes(days) - TimeSpan.FromSeconds(30) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new DynamoTableOptions { CallTimeout = TimeSpan.FromMinutes(days) - TimeSpan.FromSeconds(30) });
    }

    /// <summary>Writes down the waits up to a limit, and lets them end at once; longer ones, the calls' timeouts, never end.</summary>
    private sealed class ImpatientTime(TimeSpan limit) : FakeTimeProvider
    {
        public List<TimeSpan> Waits { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime > limit)
                return base.CreateTimer(callback, state, dueTime, period);
            Waits.Add(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}

using CsCheck;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Tests.Storage;
using DroneLink.CloudSdk.Wire;
using Microsoft.Extensions.Time.Testing;
using static DroneLink.CloudSdk.Tests.Storage.TestRecords;

namespace DroneLink.CloudSdk.Tests.Projection;

public sealed class ProjectionHandlerTests
{
    private readonly TestSink _store = new();
    private readonly TestSink _search = new();
    private readonly TestDeadLetters _deadLetters = new();
    private readonly List<ProjectionProblem> _problems = [];
    private readonly List<ProjectedRecord> _stored = [];
    private readonly ProjectionHandler _handler;

    public ProjectionHandlerTests() => _handler = new ProjectionHandler(
        [_store, _search], _deadLetters, new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(Now)), _problems.Add, _stored.AddRange);

    [Fact]
    public async Task Nothing_comes_of_nothing()
    {
        Assert.Empty((await _handler.HandleAsync(null, Token)).BatchItemFailures);
        Assert.Empty((await _handler.HandleAsync(new KinesisEvent(), Token)).BatchItemFailures);
        Assert.Empty((await _handler.HandleAsync(new KinesisEvent { Records = [] }, Token)).BatchItemFailures);
    }

    [Fact]
    public async Task Only_what_every_sink_has_is_told_as_stored()
    {
        _store.Fail(item => item.Record.Sequence == 2, isPoison: false);
        _search.Fail(item => item.Record.Sequence == 4, isPoison: true);

        await HandleAsync(Frame("1", Record(0), Record(1)), Frame("2", Record(2), Record(3)), Frame("3", Record(4)), Frame("4", Record(5)));

        Assert.Equal([0u, 1u, 5u], _stored.Select(item => item.Record.Sequence));
    }

    [Fact]
    public async Task Every_record_of_every_frame_reaches_every_sink_in_order()
    {
        var failed = await HandleAsync(Frame("1", Record(0), Record(1)), Frame("2", Record(2)), Frame("3", Record(0, device: "drone-2")));

        Assert.Empty(failed);
        foreach (var sink in new[] { _store, _search })
        {
            Assert.Equal(
                [("drone-1", 0u), ("drone-1", 1u), ("drone-1", 2u), ("drone-2", 0u)],
                sink.Written.Select(item => (item.Record.DeviceId, item.Record.Sequence)));
            Assert.All(sink.Written, item => Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(Now + 123), item.ReceivedAt));
        }

        Assert.Empty(_problems);
    }

    [Fact]
    public async Task What_a_sink_does_not_store_comes_again_and_nothing_else()
    {
        _search.Fail(item => item.Record.Sequence == 3, isPoison: false);

        Assert.Equal(["2"], await HandleAsync(Frame("1", Record(0), Record(1)), Frame("2", Record(2), Record(3), Record(4)), Frame("3", Record(5))));
        Assert.Equal(6, _store.Written.Count);
        Assert.Equal(5, _search.Written.Count);
        Assert.Empty(_deadLetters.Letters);
        Assert.Equal(("2", "TestSink", true, "test"), (_problems[0].SequenceNumber, _problems[0].Source, _problems[0].WillRetry, _problems[0].Code));
    }

    [Fact]
    public async Task A_sink_that_throws_fails_all_and_keeps_the_others_from_nothing()
    {
        _store.Behaviour = (_, _) => throw new IOException("The disk is full.");

        Assert.Equal(["1", "2"], await HandleAsync(Frame("1", Record(0)), Frame("2", Record(1))));
        Assert.Equal(2, _search.Written.Count);
        var problem = Assert.Single(_problems);
        Assert.Contains("The disk is full.", problem.Message);
        Assert.Equal((null, "TestSink", true, nameof(IOException)), (problem.SequenceNumber, problem.Source, problem.WillRetry, problem.Code));
    }

    [Fact]
    public async Task A_sink_that_speaks_of_a_record_it_never_got_is_not_believed()
    {
        _store.Behaviour = (_, _) => new([new SinkFailure(99, false, "x", "x")]);

        Assert.Equal(["1", "2"], await HandleAsync(Frame("1", Record(0)), Frame("2", Record(1))));
    }

    [Theory]
    [InlineData("", "short")]
    [InlineData("00112233445566778899AABBCCDDEEFF", "magic")]
    public async Task A_frame_that_cannot_be_read_is_buried_and_done(string hex, string code)
    {
        var poison = Convert.FromHexString(hex);
        var failed = await HandleAsync(Frame("1", Record(0)), Item("2", "drone-1", poison), Frame("3", Record(1)));

        Assert.Empty(failed);
        Assert.Equal(2, _store.Written.Count);
        var letter = Assert.Single(_deadLetters.Letters);
        Assert.Equal(("drone-1", code), (letter.DeviceId, letter.Code));
        Assert.Equal(poison, letter.Data.ToArray());
        Assert.NotEmpty(letter.Message);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(Now + 123), letter.ReceivedAt);
        Assert.Equal(("2", "frame", false), (_problems[0].SequenceNumber, _problems[0].Source, _problems[0].WillRetry));
    }

    [Fact]
    public async Task A_frame_in_another_device_s_name_is_buried()
    {
        var failed = await HandleAsync(Item("1", "drone-2", FrameWriter.Write([Record(0)])), Item("2", null, FrameWriter.Write([Record(0)])));

        Assert.Empty(failed);
        Assert.Empty(_store.Written);
        Assert.All(_deadLetters.Letters, letter => Assert.Equal("device-mismatch", letter.Code));
        Assert.Equal(["drone-2", null], _deadLetters.Letters.Select(letter => letter.DeviceId));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task A_frame_more_than_a_day_ahead_of_its_arrival_is_buried(long over, bool isStored)
    {
        await HandleAsync(Frame("1", Record(0), Record(1, Now + 123 + (24 * 60 * 60 * 1000) + over)));

        Assert.Equal(isStored ? 2 : 0, _store.Written.Count);
        Assert.Equal(isStored ? [] : ["future"], _deadLetters.Letters.Select(letter => letter.Code));
    }

    [Fact]
    public async Task What_a_sink_calls_poison_is_buried_once_a_frame_and_done()
    {
        _search.Fail(item => item.Record.Sequence is 1 or 2, isPoison: true, "mapping");

        Assert.Empty(await HandleAsync(Frame("1", Record(0), Record(1), Record(2)), Frame("2", Record(3))));
        var letter = Assert.Single(_deadLetters.Letters);
        Assert.Equal("mapping", letter.Code);
        Assert.StartsWith("Record 1: ", letter.Message);
        Assert.Equal(FrameWriter.Write([Record(0), Record(1), Record(2)]), letter.Data.ToArray());
        Assert.Equal(4, _store.Written.Count);
    }

    [Fact]
    public async Task What_comes_again_is_not_buried_yet()
    {
        _store.Fail(_ => true, isPoison: false);
        _search.Fail(_ => true, isPoison: true);

        Assert.Equal(["1"], await HandleAsync(Frame("1", Record(0))));
        Assert.Empty(_deadLetters.Letters);
    }

    [Fact]
    public async Task What_cannot_be_buried_comes_again()
    {
        _deadLetters.IsBroken = true;
        _search.Fail(item => item.Record.Sequence == 1, isPoison: true);

        Assert.Equal(["2", "3"], await HandleAsync(Frame("1", Record(0)), Frame("2", Record(1)), Item("3", "drone-1", []), Frame("4", Record(2))));
        var problem = Assert.Single(_problems);
        Assert.Equal((null, "deadLetters", true, nameof(IOException)), (problem.SequenceNumber, problem.Source, problem.WillRetry, problem.Code));
    }

    [Fact]
    public async Task Dead_letters_are_let_be_when_there_is_nothing_to_bury()
    {
        _deadLetters.IsBroken = true;

        Assert.Empty(await HandleAsync(Frame("1", Record(0))));
        Assert.Empty(_problems);
    }

    [Fact]
    public async Task At_the_deadline_all_that_is_not_proven_has_failed()
    {
        using var deadline = new CancellationTokenSource();
        // This one ignores the token: it must not hold the answer either.
        _store.Behaviour = async (_, _) =>
        {
            await deadline.CancelAsync();
            await new TaskCompletionSource().Task;
            return [];
        };

        var response = await _handler.HandleAsync(new KinesisEvent { Records = [Frame("1", Record(0)), Frame("2", Record(1))] }, deadline.Token)
            .WaitAsync(TimeSpan.FromSeconds(30), Token);

        Assert.Equal(["1", "2"], response.BatchItemFailures.Select(failure => failure.ItemIdentifier));
        Assert.Equal(2, _search.Written.Count);
    }

    [Fact]
    public async Task A_record_without_anything_is_buried()
    {
        var response = await _handler.HandleAsync(new KinesisEvent { Records = [new KinesisEventRecord(), null!, Frame("3", Record(0))] }, Token);

        Assert.Empty(response.BatchItemFailures);
        Assert.Equal(["short", "short"], _deadLetters.Letters.Select(letter => letter.Code));
        Assert.Single(_store.Written);
    }

    [Fact]
    public async Task A_failed_record_without_a_sequence_number_fails_the_batch()
    {
        _store.Fail(_ => true, isPoison: false);

        // Lambda takes an empty identifier as failure of the whole batch.
        Assert.Equal([""], await HandleAsync(Item(null, "drone-1", FrameWriter.Write([Record(0)]))));
    }

    [Theory]
    [InlineData(1_780_000_000.5, 1_780_000_000_500)]
    [InlineData(1_780_000_000_500.0, 1_780_000_000_500)]
    [InlineData(1e14, Now)]
    [InlineData(0.0, Now)]
    [InlineData(-5.0, Now)]
    [InlineData(double.NaN, Now)]
    [InlineData(double.PositiveInfinity, Now)]
    [InlineData(double.MaxValue, Now)]
    public async Task The_arrival_is_read_in_seconds_or_milliseconds_or_is_now(double timestamp, long expected)
    {
        await HandleAsync(Item("1", "drone-1", FrameWriter.Write([Record(0)]), timestamp));

        Assert.Equal(expected, Assert.Single(_store.Written).ReceivedAt.ToUnixTimeMilliseconds());
    }

    [Fact]
    public void Whatever_the_bytes_each_frame_is_either_stored_or_buried()
    {
        var good = FrameWriter.Write([Record(0), Text(1, "hello")]);
        var damaged = Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[0, good.Length])
            .Select((at, value, length) =>
            {
                var bytes = good.ToArray();
                bytes[at] = value;
                return bytes[..length];
            });
        Gen.OneOf(damaged, Gen.Byte.Array[0, 100], Gen.Const(good)).Array[1, 20].Sample(frames =>
        {
            var (sink, letters) = (new TestSink(), new TestDeadLetters());
            var handler = new ProjectionHandler([sink], letters, TimeProvider.System);
            var batch = new KinesisEvent { Records = [.. frames.Select((frame, i) => Item($"{i}", "drone-1", frame))] };

            var response = handler.HandleAsync(batch).GetAwaiter().GetResult();

            return response.BatchItemFailures.Count == 0 && (sink.Written.Count / 2) + letters.Letters.Count == frames.Length;
        });
    }

    private async Task<IEnumerable<string>> HandleAsync(params KinesisEventRecord[] records) =>
        (await _handler.HandleAsync(new KinesisEvent { Records = records }, Token)).BatchItemFailures.Select(failure => failure.ItemIdentifier);

    private static KinesisEventRecord Frame(string sequenceNumber, params TelemetryRecord[] records) =>
        Item(sequenceNumber, records[0].DeviceId, FrameWriter.Write(records));

    private static KinesisEventRecord Item(string? sequenceNumber, string? partitionKey, byte[] data, double arrival = (Now + 123) / 1000.0) => new()
    {
        Kinesis = new KinesisPayload { SequenceNumber = sequenceNumber, PartitionKey = partitionKey, Data = data, ApproximateArrivalTimestamp = arrival },
    };
}

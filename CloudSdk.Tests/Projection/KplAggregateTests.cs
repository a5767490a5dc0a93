using System.Text;
using System.Text.Json;
using CsCheck;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Tests.Iot;
using DroneLink.CloudSdk.Wire;
using Microsoft.Extensions.Time.Testing;
using static DroneLink.CloudSdk.Tests.Storage.TestRecords;

namespace DroneLink.CloudSdk.Tests.Projection;

public sealed class KplAggregateTests
{
    private readonly TestSink _store = new();
    private readonly TestDeadLetters _deadLetters = new();
    private readonly List<ProjectedRecord> _stored = [];
    private readonly ProjectionHandler _handler;

    public KplAggregateTests() => _handler = new ProjectionHandler(
        [_store], _deadLetters, new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(Now)), stored: _stored.AddRange);

    [Fact]
    public async Task What_was_put_together_is_taken_apart_in_order()
    {
        Assert.Empty(await HandleAsync(
            ("1", KplRecord.Of(Frame(0), Frame(0, "drone-2"), Frame(1))), ("2", FrameWriter.Write([Record(2)]))));

        Assert.Empty(_deadLetters.Letters);
        Assert.Equal(
            [("drone-1", 0u), ("drone-2", 0u), ("drone-1", 1u), ("drone-1", 2u)],
            _store.Written.Select(item => (item.Record.DeviceId, item.Record.Sequence)));
    }

    [Fact]
    public async Task Each_frame_is_held_against_its_own_partition_key()
    {
        var (_, other) = Frame(0, "drone-2");

        Assert.Empty(await HandleAsync(("1", KplRecord.Of(Frame(0), ("drone-3", other), Frame(1)))));

        var letter = Assert.Single(_deadLetters.Letters);
        Assert.Equal(("drone-3", "device-mismatch"), (letter.DeviceId, letter.Code));
        Assert.Equal(other, letter.Data.ToArray());
        Assert.Equal([0u, 1u], _store.Written.Select(item => item.Record.Sequence));
    }

    [Fact]
    public async Task A_frame_that_cannot_be_read_is_buried_alone_with_its_own_bytes_and_reason()
    {
        var (key, broken) = Frame(1);
        broken[^1] ^= 1;

        Assert.Empty(await HandleAsync(("1", KplRecord.Of(Frame(0), (key, broken), Frame(2)))));

        var letter = Assert.Single(_deadLetters.Letters);
        Assert.Equal("crc", letter.Code);
        Assert.Equal(broken, letter.Data.ToArray());
        Assert.Equal([0u, 2u], _store.Written.Select(item => item.Record.Sequence));
    }

    [Fact]
    public async Task A_frame_that_is_not_stored_now_brings_the_whole_record_again_once()
    {
        _store.Fail(item => item.Record.Sequence is 1 or 2, isPoison: false);

        var failed = await HandleAsync(
            ("6", FrameWriter.Write([Record(5)])), ("7", KplRecord.Of(Frame(0), Frame(1), Frame(2))), ("8", FrameWriter.Write([Record(6)])));

        Assert.Equal(["7"], failed);
        // Told is what is done with; what comes again is told then.
        Assert.Equal([5u, 6u], _stored.Select(item => item.Record.Sequence));
    }

    [Fact]
    public async Task What_comes_again_with_another_is_not_buried_yet()
    {
        _store.Fail(item => item.Record.Sequence == 1, isPoison: false);

        Assert.Equal(["1"], await HandleAsync(("1", KplRecord.Of(Frame(0), Frame(1), ("drone-1", [1, 2, 3])))));
        Assert.Empty(_deadLetters.Letters);

        _store.Behaviour = null;
        Assert.Empty(await HandleAsync(("1", KplRecord.Of(Frame(0), Frame(1), ("drone-1", [1, 2, 3])))));
        Assert.Equal("short", Assert.Single(_deadLetters.Letters).Code);
    }

    [Fact]
    public async Task An_aggregate_whose_sum_is_wrong_is_a_bad_frame()
    {
        var aggregate = KplRecord.Of(Frame(0));
        aggregate[10] ^= 1;

        Assert.Empty(await HandleAsync(("1", aggregate)));

        var letter = Assert.Single(_deadLetters.Letters);
        Assert.Equal(("drone-1", "magic"), (letter.DeviceId, letter.Code));
        Assert.Equal(aggregate, letter.Data.ToArray());
        Assert.Empty(_store.Written);
    }

    [Theory]
    [InlineData("", "nothing in it")]
    [InlineData("0A 01 61", "no record")]
    [InlineData("0A 05 61", "a key longer than the rest")]
    [InlineData("0A 01 FF 1A 04 08 00 1A 00", "a key that is not UTF-8")]
    [InlineData("0A 01 61 1A 04 08 01 1A 00", "a key's index past the table")]
    [InlineData("0A 01 61 1A 06 08 FF FF FF FF 0F 1A 00", "an index past everything, and short")]
    [InlineData("0A 01 61 1A 02 1A 00", "a record without an index")]
    [InlineData("0A 01 61 1A 02 08 00", "a record without data")]
    [InlineData("0A 01 61 1A 04 08 00 1A 09", "data longer than the rest")]
    [InlineData("0A 01 61 1A FF FF FF FF FF FF FF FF FF 01", "a length of 64 bits")]
    [InlineData("0A 01 61 1B", "a group")]
    [InlineData("0A 01 61 1A 04 08 00 1A 00 1A 04 08 01 1A 00", "one key's index past the table, and one in it")]
    [InlineData("0A 01 61 1A 04 08 00 1A 00 80", "a tag cut off behind what is whole")]
    [InlineData("0A 01 61 1A 04 08 00 1A 00 12 80", "a length cut off behind what is whole")]
    [InlineData("0A 01 61 1A 04 08 00 1A 00 0B", "a group behind what is whole")]
    [InlineData("80", "a varint cut off")]
    [InlineData("0A 01 61 1A 04 08 00 1A 00 29 00", "an unknown field cut off")]
    public async Task A_torn_aggregate_is_a_bad_frame(string body, string why)
    {
        Assert.Empty(await HandleAsync(("1", KplRecord.Seal(Convert.FromHexString(body.Replace(" ", "", StringComparison.Ordinal))))));

        Assert.True(_deadLetters.Letters.Count == 1 && _deadLetters.Letters[0].Data.Span[0] == 0xF3, why);
    }

    [Fact]
    public async Task What_begins_as_an_aggregate_and_is_too_short_for_one_is_a_bad_frame()
    {
        var empty = KplRecord.Seal([]);
        for (var length = 1; length <= empty.Length; length++)
            Assert.Empty(await HandleAsync(("1", empty[..length])));

        Assert.Equal(Enumerable.Range(1, empty.Length), _deadLetters.Letters.Select(letter => letter.Data.Length));
    }

    [Fact]
    public async Task Fields_of_newer_versions_are_stepped_over()
    {
        var (key, frame) = Frame(0);
        byte[] body = [0x0A, (byte)key.Length, .. Encoding.UTF8.GetBytes(key)];
        byte[] record = [0x10, 0x05, 0x08, 0x00, 0x22, 0x02, 0x08, 0x01, 0x1A, (byte)frame.Length, .. frame];

        byte[] unknown = [0x29, 1, 2, 3, 4, 5, 6, 7, 8, 0x35, 1, 2, 3, 4];

        await HandleAsync(("1", KplRecord.Seal([.. unknown, .. body, 0x12, 0x01, 0x30, 0x1A, (byte)record.Length, .. record])));

        Assert.Single(_store.Written);
        Assert.Empty(_deadLetters.Letters);
    }

    [Fact]
    public async Task More_records_than_frames_could_be_are_not_taken_apart()
    {
        await HandleAsync(("1", KplRecord.Of([.. Enumerable.Repeat(("drone-1", Array.Empty<byte>()), 20_001)])));

        Assert.Single(_deadLetters.Letters);
    }

    [Fact]
    public void Whatever_the_bytes_nothing_throws_and_nothing_is_lost()
    {
        var good = KplRecord.Of(Frame(0), Frame(1));
        var body = good[4..^16];
        var damaged = Gen.Select(Gen.Int[0, body.Length - 1], Gen.Byte, Gen.Int[0, body.Length]).Select((at, value, length) =>
        {
            var bytes = body.ToArray();
            bytes[at] = value;
            return KplRecord.Seal(bytes[..length]);
        });
        Gen.OneOf(damaged, Gen.Byte.Array[0, 60].Select(KplRecord.Seal)).Sample(data =>
        {
            var (sink, letters) = (new TestSink(), new TestDeadLetters());
            var response = new ProjectionHandler([sink], letters, TimeProvider.System).HandleAsync(Batch(("1", data))).GetAwaiter().GetResult();
            return response.BatchItemFailures.Count == 0 && sink.Written.Count + letters.Letters.Count > 0;
        });
    }

    [Fact]
    public async Task Sample_of_the_producer_library_is_taken_apart()
    {
        var batch = JsonSerializer.Deserialize(CloudSamples.Load("own-kinesis-event-kpl-aggregated.json"), CloudJsonContext.Default.KinesisEvent);

        var response = await _handler.HandleAsync(batch, Token);

        Assert.Empty(response.BatchItemFailures);
        Assert.Equal(
            [("drone-0001", """{"seq":1}"""), ("drone-0002", """{"seq":7}"""), ("drone-0001", """{"seq":2}"""), ("drone-0003", """{"seq":9}""")],
            _deadLetters.Letters.Select(letter => (letter.DeviceId, Encoding.UTF8.GetString(letter.Data.Span))));
    }

    private async Task<IReadOnlyList<string>> HandleAsync(params (string SequenceNumber, byte[] Data)[] records) =>
        [.. (await _handler.HandleAsync(Batch(records), Token)).BatchItemFailures.Select(failure => failure.ItemIdentifier)];

    private static KinesisEvent Batch(params (string SequenceNumber, byte[] Data)[] records) => new()
    {
        Records =
        [
            .. records.Select(record => new KinesisEventRecord
            {
                Kinesis = new KinesisPayload
                {
                    SequenceNumber = record.SequenceNumber,
                    PartitionKey = "drone-1",
                    Data = record.Data,
                    ApproximateArrivalTimestamp = Now / 1000.0,
                },
            }),
        ],
    };

    private static (string Key, byte[] Data) Frame(uint sequence, string device = "drone-1") =>
        (device, FrameWriter.Write([Record(sequence, device: device)]));
}

using Amazon.DynamoDBv2.Model;
using CsCheck;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Storage;
using static DroneLink.CloudSdk.Tests.Storage.TestRecords;

namespace DroneLink.CloudSdk.Tests.Storage;

/// <summary>A block's bytes, which outlive every program that wrote them.</summary>
public sealed class DynamoRecordPackTests
{
    // Worked out from README.md in Storage, not by the code.
    private const string Golden = "010301010280A0A484CE6784A0A484CE67030205010102D00F040101007F020A02000304C3A478";

    private static readonly ProjectedRecord[] Records =
    [
        Record(1, Now, fields: [(0, 1), (1, -3)]).At(Now + 2),
        Record(2, Now + 1000, fields: [(0, 0)]).At(Now + 4),
        Text(3, "äx", 3, time: 5, synced: false).At(Now + 5),
    ];

    private readonly DynamoFake _fake = new();
    private readonly DynamoTelemetryStore _store;

    public DynamoRecordPackTests() => _store = new DynamoTelemetryStore(DynamoFixture.Open(_fake));

    [Fact]
    public async Task The_bytes_are_those_of_the_tables_that_are_there()
    {
        await _store.StoreAsync(Records);

        Assert.Equal(Golden, Convert.ToHexString(Block()["r"].B.ToArray()));
    }

    [Fact]
    public void Every_record_comes_back_as_it_was()
    {
        var numbers = Gen.Select(Gen.UInt, Gen.UInt, Gen.Long, Gen.Bool, Gen.Byte[0, 126], Gen.Long.Array[0, 32], Gen.Long[-1_000_000, 1_000_000])
            .Select((boot, seq, time, synced, kind, values, received) =>
                Record(seq, time, synced, boot, kind: kind, fields: [.. values.Select((value, i) => (i, value))]).At(Now + received));
        var texts = Gen.Select(Gen.UInt, Gen.Byte, Gen.Char[' ', '\ud7ff'].Array[0, 200])
            .Select((seq, severity, text) => Text(seq, new string(text), severity).At(Now));
        var records = Gen.OneOf(numbers, texts).List[1, 40].Select(all => all.DistinctBy(item => (item.Record.BootId, item.Record.Sequence)).ToArray());

        records.Sample(
            all =>
            {
                var store = new DynamoTelemetryStore(DynamoFixture.Open(new DynamoFake()));
                Assert.Empty(store.WriteAsync(all, CancellationToken.None).AsTask().Result);
                var page = store.QueryAsync(new RecordQuery("drone-1") { Limit = 1000 }, CancellationToken.None).AsTask().Result;
                return StoreModel.Ascending([.. all.Select(item => new StoredRecord(item.Record, item.ReceivedAt))]).Select(All)
                    .SequenceEqual(page.Records.Select(All));
            },
            iter: 200,
            threads: 1);
    }

    [Theory]
    [InlineData("02", "version 2")]
    [InlineData("01", null)]
    [InlineData("0103", "damaged")]
    [InlineData("010301", "damaged")]
    public async Task Bytes_of_a_later_version_or_damaged_ones_are_not_guessed_at_and_not_written_over(string bytes, string? message)
    {
        await _store.StoreAsync(Records);
        var block = Block();
        block["r"] = new AttributeValue { B = new MemoryStream(Convert.FromHexString(bytes)) };
        await _fake.PutItemAsync(new PutItemRequest("t", block), Token);

        var failures = await _store.WriteAsync([Record(9).At(Now)], Token);

        if (message is null)
        {
            Assert.Empty(failures);
            return;
        }

        Assert.False(Assert.Single(failures).IsPoison);
        Assert.Contains(message, failures[0].Message);
        Assert.Contains(message, (await Assert.ThrowsAsync<InvalidDataException>(async () => await _store.QueryAsync(new RecordQuery("drone-1"), Token))).Message);
        Assert.Equal(bytes, Convert.ToHexString(Block()["r"].B.ToArray()));
    }

    [Fact]
    public async Task Sixty_four_of_the_largest_records_fit_into_an_item()
    {
        const int Most = 4033;
        Assert.True(Assert.Single(await _store.WriteAsync([Text(0, new string('x', Most + 1)).At(Now)], Token)).IsPoison);

        await _store.StoreAsync([.. Enumerable.Range(0, 64).Select(i => Text((uint)i, new string('x', Most)).At(Now))]);

        Assert.Equal(64, (await _store.QueryAsync(new RecordQuery("drone-1"), Token)).Records.Count);
    }

    private static string All(StoredRecord record) => $"{record.Describe()} {record.Record.Mask} {string.Join(',', record.Record.Values.ToArray())}";

    private Dictionary<string, AttributeValue> Block() => _fake.Items.Single(item => item["sk"].S == "00000000");
}

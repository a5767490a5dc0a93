using Amazon.DynamoDBv2.Model;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Wire;
using static DroneLink.CloudSdk.Tests.Storage.TestRecords;

namespace DroneLink.CloudSdk.Tests.Storage;

/// <summary>A write is cut at every single call, or another writer comes between any two: what is acknowledged is there, and all is in the end.</summary>
public sealed class DynamoTelemetryStoreCutTests
{
    private const long Minute = 60_000;

    // Two boots, several blocks and minutes; an anchor after what it dates, a better one after it, and a record that comes again with its date.
    private static readonly ProjectedRecord[][] Script =
    [
        [.. Enumerable.Range(0, 5).Select(i => Record((uint)(60 + i), i * Minute, synced: false).At(Now + i)), Record(9, Now + Minute, boot: 2).At(Now + 9)],
        [Anchor(90, Now + 7, time: 10 * Minute).At(Now + 10), Record(91, Now + (11 * Minute)).At(Now + 11), Record(1, 5, synced: false, boot: 3).At(Now + 12)],
        [Record(62, Now + 500).At(Now + 20), Record(2, 6, synced: false, boot: 3).At(Now + 21), Anchor(70, Now + (20 * Minute), time: Minute).At(Now + 22)],
        [Record(3, 7, synced: false, boot: 3, kind: RecordKind.Power).At(Now + 30), Anchor(4, Now - (9 * Minute), boot: 3).At(Now + 31)],
    ];

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Cut_at_any_call_what_is_acknowledged_is_there_and_done_again_all_is(bool isDone, bool isForAll)
    {
        for (var step = 0; step < Script.Length; step++)
        {
            for (var cut = 0; ; cut++)
            {
                var fake = new DynamoFake();
                var store = new DynamoTelemetryStore(DynamoFixture.Open(fake, options: new DynamoTableOptions { MaxAttempts = 2 }));
                foreach (var part in Script[..step])
                    await store.StoreAsync(part);

                var first = fake.Calls;
                Exception? Cut(int call) => call - first == cut || (isForAll && call - first > cut) ? new InternalServerErrorException("cut") : null;
                if (isDone)
                    fake.After = (call, _) => Cut(call);
                else
                    fake.Before = (call, _) => Cut(call);
                var failures = await store.WriteAsync(Script[step], Token);
                var calls = fake.Calls - first;
                (fake.Before, fake.After) = (null, null);

                Assert.All(failures, failure => Assert.False(failure.IsPoison));
                var acknowledged = Script[step].Where((_, i) => failures.All(failure => failure.Index != i)).Select(Key).ToHashSet();
                var stored = (await store.QueryAsync(new RecordQuery("drone-1") { Limit = 1000 }, Token)).Records;
                var before = Script[..step].SelectMany(part => part).Select(Key);
                Assert.Superset(acknowledged.Union(before).ToHashSet(), stored.Select(record => (record.Record.BootId, record.Record.Sequence)).ToHashSet());

                await store.StoreAsync(Script[step]);
                await AssertHasAsync(store, [.. Script[..(step + 1)].SelectMany(part => part)]);
                if (calls <= cut)
                {
                    Assert.True(cut > 5);
                    Assert.Empty(failures);
                    break;
                }
            }
        }
    }

    [Fact]
    public async Task With_another_writer_between_any_two_calls_all_is_there()
    {
        for (var step = 0; step < Script.Length; step++)
        {
            for (var other = 0; other < Script.Length; other++)
            {
                for (var at = 0; other != step; at++)
                {
                    var fake = new DynamoFake();
                    var store = new DynamoTelemetryStore(DynamoFixture.Open(fake));
                    var between = new DynamoTelemetryStore(DynamoFixture.Open(fake));
                    var isIn = false;
                    fake.Between = async (call, _) =>
                    {
                        if (call != at)
                            return;
                        isIn = true;
                        await between.StoreAsync(Script[other]);
                    };

                    await store.StoreAsync(Script[step]);
                    if (!isIn)
                    {
                        Assert.True(at > 5);
                        break;
                    }

                    await AssertHasAsync(store, [.. Script[step], .. Script[other]]);
                }
            }
        }
    }

    private static async Task AssertHasAsync(DynamoTelemetryStore store, IReadOnlyList<ProjectedRecord> records)
    {
        // The dated form stands, with the first arrival.
        var merged = records.GroupBy(Key).Select(same => new ProjectedRecord(
            same.OrderByDescending(record => record.Record.ClockSynced).First().Record, same.Min(record => record.ReceivedAt))).ToList();
        var model = StoreModel.Date(merged);
        var page = await store.QueryAsync(new RecordQuery("drone-1") { Limit = 1000 }, Token);
        Assert.Equal(StoreModel.Ascending(model).Select(TestRecords.Describe), page.Records.Select(TestRecords.Describe));
        var latest = (await store.FindDeviceAsync("drone-1", Token))!.Latest;
        Assert.Equal(StoreModel.Latest(model).Select(TestRecords.Describe), latest.Select(TestRecords.Describe));
    }

    private static (uint, uint) Key(ProjectedRecord record) => (record.Record.BootId, record.Record.Sequence);
}

using CsCheck;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Wire;
using static DroneLink.CloudSdk.Tests.Storage.TestRecords;

namespace DroneLink.CloudSdk.Tests.Storage;

/// <summary>What every <see cref="ITelemetryStore"/> does. Each test gets an empty store.</summary>
public abstract class TelemetryStoreContract
{
    /// <summary>An empty store.</summary>
    protected abstract ITelemetryStore Store { get; }

    /// <summary>Makes another empty store.</summary>
    protected abstract ITelemetryStore NewStore();

    [Fact]
    public async Task A_record_keeps_all_that_it_says()
    {
        var numbers = Record(7, Now + 5, kind: RecordKind.VideoLink, fields: [(0, 5800), (1, long.MinValue), (17, long.MaxValue)]);
        var text = Text(8, "Zellen ⚠ \"heiß\"\0", 3, Now + 6, boot: uint.MaxValue);
        var unknown = Record(uint.MaxValue, Now + 7, kind: 200);

        await Store.StoreAsync(numbers.At(Now + 10), text.At(Now + 11), unknown.At(Now + 12));

        var page = await Store.QueryAsync(new RecordQuery("drone-1"), Token);
        Assert.Equal(
            [new StoredRecord(numbers, Received(Now + 10)).Describe(), new StoredRecord(text, Received(Now + 11)).Describe(), new StoredRecord(unknown, Received(Now + 12)).Describe()],
            page.Records.Select(TestRecords.Describe));
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task A_record_that_comes_twice_is_stored_once()
    {
        var record = Record(1).At(Now + 1);
        await Store.StoreAsync(record, record);
        await Store.StoreAsync(record);
        await Store.StoreAsync(Record(1).At(Now + 9));

        var stored = Assert.Single((await Store.QueryAsync(new RecordQuery("drone-1"), Token)).Records);
        Assert.Equal(Received(Now + 1), stored.ReceivedAt);
    }

    [Fact]
    public async Task Device_boot_and_sequence_each_tell_records_apart()
    {
        await Store.StoreAsync(
            Record(1, boot: 1).At(Now), Record(2, boot: 1).At(Now), Record(1, boot: 2).At(Now), Record(1, boot: 1, device: "drone-2").At(Now));

        Assert.Equal(3, (await Store.QueryAsync(new RecordQuery("drone-1"), Token)).Records.Count);
        Assert.Single((await Store.QueryAsync(new RecordQuery("drone-2"), Token)).Records);
        Assert.Empty((await Store.QueryAsync(new RecordQuery("drone"), Token)).Records);
    }

    [Fact]
    public async Task Records_ascend_by_time_then_boot_then_sequence()
    {
        await Store.StoreAsync(
            Record(4, Now + 1, boot: 1).At(Now),
            Record(1, Now, boot: 3).At(Now),
            Record(3, Now, boot: 2).At(Now),
            Record(2, Now, boot: 2).At(Now),
            Record(10, Now - 1, boot: 9).At(Now));

        Assert.Equal([10u, 2u, 3u, 1u, 4u], (await Store.QueryAsync(new RecordQuery("drone-1"), Token)).Sequences());
    }

    [Fact]
    public async Task From_belongs_to_the_answer_and_to_does_not()
    {
        await Store.StoreAsync([.. Enumerable.Range(0, 5).Select(i => Record((uint)i, Now + i).At(Now))]);

        Assert.Equal([1u, 2u], (await Store.QueryAsync(new RecordQuery("drone-1") { FromMs = Now + 1, ToMs = Now + 3 }, Token)).Sequences());
        Assert.Equal([3u, 4u], (await Store.QueryAsync(new RecordQuery("drone-1") { FromMs = Now + 3 }, Token)).Sequences());
        Assert.Equal([0u], (await Store.QueryAsync(new RecordQuery("drone-1") { ToMs = Now + 1 }, Token)).Sequences());
    }

    [Fact]
    public async Task A_kind_is_answered_alone()
    {
        await Store.StoreAsync(Record(1, kind: RecordKind.Power).At(Now), Record(2, kind: RecordKind.System).At(Now), Record(3, kind: RecordKind.Power).At(Now));

        Assert.Equal([1u, 3u], (await Store.QueryAsync(new RecordQuery("drone-1") { Kind = RecordKind.Power }, Token)).Sequences());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Pages_put_together_are_the_whole(int limit)
    {
        await Store.StoreAsync([.. Enumerable.Range(0, 7).Select(i => Record((uint)i, Now + (i / 3)).At(Now))]);

        var read = new List<uint>();
        RecordPosition? after = null;
        do
        {
            var page = await Store.QueryAsync(new RecordQuery("drone-1") { Limit = limit, After = after }, Token);
            Assert.True(page.Records.Count <= limit);
            read.AddRange(page.Sequences());
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal([0u, 1u, 2u, 3u, 4u, 5u, 6u], read);
    }

    [Fact]
    public async Task What_is_stored_between_pages_disturbs_none()
    {
        await Store.StoreAsync(Record(10, Now + 10).At(Now), Record(20, Now + 20).At(Now), Record(30, Now + 30).At(Now));
        var first = await Store.QueryAsync(new RecordQuery("drone-1") { Limit = 2 }, Token);

        await Store.StoreAsync(Record(5, Now + 5).At(Now), Record(15, Now + 15).At(Now), Record(25, Now + 25).At(Now));
        var second = await Store.QueryAsync(new RecordQuery("drone-1") { Limit = 2, After = first.Next }, Token);

        Assert.Equal([10u, 20u], first.Sequences());
        Assert.Equal([25u, 30u], second.Sequences());
        Assert.Null(second.Next);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(PageLimits.MaxRecords + 1)]
    public async Task A_limit_out_of_range_is_refused(int limit) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Store.QueryAsync(new RecordQuery("drone-1") { Limit = limit }, Token));

    [Fact]
    public async Task An_older_record_never_takes_the_place_of_a_newer_one()
    {
        await Store.StoreAsync(Record(5, Now + 50).At(Now));
        await Store.StoreAsync(Record(4, Now + 40).At(Now + 100));
        await Store.StoreAsync(Record(6, Now + 45, boot: 2).At(Now + 200));

        Assert.Equal(5u, Assert.Single(await LatestAsync()).Record.Sequence);
    }

    [Fact]
    public async Task At_the_same_time_the_higher_boot_and_sequence_is_newer()
    {
        await Store.StoreAsync(Record(9, Now, boot: 1).At(Now), Record(2, Now, boot: 2).At(Now), Record(1, Now, boot: 2).At(Now));

        Assert.Equal((2u, 2u), Key(Assert.Single(await LatestAsync())));
    }

    [Fact]
    public async Task Without_a_date_the_higher_boot_and_sequence_is_newer()
    {
        await Store.StoreAsync(Record(3, 900, synced: false, boot: 5).At(Now + 9), Record(4, 100, synced: false, boot: 5).At(Now), Record(8, 9000, synced: false, boot: 4).At(Now + 99));

        Assert.Equal((5u, 4u), Key(Assert.Single(await LatestAsync())));
    }

    [Fact]
    public async Task An_old_boot_without_a_date_does_not_pass_for_new_when_it_arrives_late()
    {
        await Store.StoreAsync(Record(1, Now, boot: 5).At(Now));
        await Store.StoreAsync(Record(9, 1000, synced: false, boot: 4).At(Now + 60_000));
        Assert.Equal((5u, 1u), Key(Assert.Single(await LatestAsync())));

        await Store.StoreAsync(Record(0, 1000, synced: false, boot: 6).At(Now + 70_000));
        Assert.Equal((6u, 0u), Key(Assert.Single(await LatestAsync())));
    }

    [Fact]
    public async Task Latest_has_every_kind_of_one_device_alone()
    {
        await Store.StoreAsync(
            Record(1, kind: RecordKind.Power).At(Now),
            Record(2, kind: RecordKind.Position).At(Now),
            Text(3, "hello").At(Now),
            Record(4, kind: 200).At(Now),
            Record(99, Now + 99, kind: RecordKind.System, device: "drone-2").At(Now));

        Assert.Equal([RecordKind.Position, RecordKind.Power, RecordKind.Text, (byte)200], (await LatestAsync()).Select(record => record.Record.Kind));
    }

    [Fact]
    public async Task Devices_are_listed_by_id_with_their_last_arrival()
    {
        await Store.StoreAsync(Record(1, device: "b").At(Now + 5), Record(1, device: "B").At(Now + 1), Record(2, device: "b").At(Now + 2));
        await Store.StoreAsync(Record(3, device: "b").At(Now + 3), Record(1, device: "a").At(Now));

        Assert.Equal(
            [("B", Now + 1), ("a", Now), ("b", Now + 5)],
            (await Store.ListDevicesAsync(Token)).Select(device => (device.DeviceId, device.LastSeen.ToUnixTimeMilliseconds())));
        Assert.Null(await Store.FindDeviceAsync("c", Token));
        Assert.Equal(Received(Now + 5), (await Store.FindDeviceAsync("b", Token))!.LastSeen);
    }

    [Theory]
    [InlineData(new[] { 0, 1, 2 })]
    [InlineData(new[] { 0, 2, 1 })]
    [InlineData(new[] { 1, 0, 2 })]
    [InlineData(new[] { 1, 2, 0 })]
    [InlineData(new[] { 2, 0, 1 })]
    [InlineData(new[] { 2, 1, 0 })]
    public async Task An_anchor_dates_its_boot_whatever_comes_first(int[] order)
    {
        ProjectedRecord[] records =
        [
            Record(0, 1000, synced: false).At(Now + 90_000),
            Anchor(1, Now, time: 5000).At(Now + 90_001),
            Record(2, 7000, synced: false).At(Now + 90_002),
        ];
        ITelemetryStore oneByOne = NewStore(), together = NewStore();
        foreach (var i in order)
            await oneByOne.StoreAsync(records[i]);
        await together.StoreAsync([.. order.Select(i => records[i])]);

        foreach (var store in new[] { oneByOne, together })
        {
            var page = await store.QueryAsync(new RecordQuery("drone-1"), Token);
            Assert.Equal(
                [(0u, Now + 1000, true), (1u, Now + 5000, true), (2u, Now + 7000, true)],
                page.Records.Select(record => (record.Record.Sequence, record.Record.TimeMs, record.Record.ClockSynced)));
        }
    }

    [Fact]
    public async Task An_anchor_dates_no_other_boot_and_no_other_device()
    {
        await Store.StoreAsync(
            Anchor(9, Now).At(Now),
            Record(1, 1000, synced: false, boot: 2).At(Now + 10),
            Record(1, 1000, synced: false, device: "drone-2").At(Now + 20));

        var otherBoot = (await Store.QueryAsync(new RecordQuery("drone-1") { Kind = RecordKind.Position }, Token)).Records.Single();
        var otherDevice = (await Store.QueryAsync(new RecordQuery("drone-2"), Token)).Records.Single();
        Assert.Equal((false, 1000L, Now + 10), (otherBoot.Record.ClockSynced, otherBoot.Record.TimeMs, otherBoot.EffectiveMs));
        Assert.Equal((false, 1000L, Now + 20), (otherDevice.Record.ClockSynced, otherDevice.Record.TimeMs, otherDevice.EffectiveMs));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_several_anchors_the_first_of_the_boot_counts(bool reversed)
    {
        ProjectedRecord[] records = [Anchor(5, Now).At(Now), Record(6, 100, synced: false).At(Now), Anchor(90, Now + 777).At(Now)];
        foreach (var record in reversed ? records.Reverse() : records)
            await Store.StoreAsync(record);

        Assert.Equal(Now + 100, (await Store.QueryAsync(new RecordQuery("drone-1") { Kind = RecordKind.Position }, Token)).Records.Single().Record.TimeMs);
    }

    [Fact]
    public async Task A_record_that_came_again_with_its_own_date_keeps_it_whatever_anchor_comes()
    {
        await Store.StoreAsync(Record(6, 100, synced: false).At(Now));
        await Store.StoreAsync(Record(6, Now + 140).At(Now + 1));
        await Store.StoreAsync(Anchor(5, Now).At(Now + 2));

        Assert.Equal(Now + 140, (await Store.QueryAsync(new RecordQuery("drone-1") { Kind = RecordKind.Position }, Token)).Records.Single().Record.TimeMs);
    }

    [Fact]
    public async Task A_batch_of_ever_better_anchors_dates_a_long_boot_in_time()
    {
        const int Records = 10_000;
        const int Anchors = 2_000;
        await Store.StoreAsync([.. Enumerable.Range(Anchors, Records).Select(i => Record((uint)i, i, synced: false).At(Now))]);
        var anchors = Enumerable.Range(0, Anchors).Reverse().Select(i => Anchor((uint)i, Now + i).At(Now));
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));

        Assert.Empty(await Store.WriteAsync([.. anchors], deadline.Token));

        var first = await Store.QueryAsync(new RecordQuery("drone-1") { Kind = RecordKind.Position, Limit = 1 }, Token);
        Assert.Equal(Now + Anchors, Assert.Single(first.Records).Record.TimeMs);
    }

    [Theory]
    [InlineData(Now + (24 * 60 * 60 * 1000), true)]
    [InlineData(Now + (24 * 60 * 60 * 1000) + 1, false)]
    [InlineData(1, true)]
    [InlineData(0, false)]
    [InlineData(long.MinValue, false)]
    [InlineData(long.MaxValue, false)]
    public async Task An_anchor_that_cannot_be_right_dates_nothing(long offset, bool counts)
    {
        await Store.StoreAsync(Record(0, 1, synced: false).At(Now), Anchor(1, offset).At(Now), Record(2, 2, synced: false).At(Now));

        var records = (await Store.QueryAsync(new RecordQuery("drone-1"), Token)).Records;
        Assert.Equal(3, records.Count);
        Assert.All(records, record => Assert.Equal(counts, record.Record.ClockSynced));
    }

    [Fact]
    public async Task An_impossible_uptime_is_kept_without_a_date()
    {
        await Store.StoreAsync(Record(0, long.MaxValue, synced: false).At(Now), Anchor(1, Now).At(Now), Record(2, long.MaxValue, synced: false).At(Now));

        Assert.Equal([0u, 2u], (await Store.QueryAsync(new RecordQuery("drone-1"), Token)).Records.Where(record => !record.Record.ClockSynced).Select(record => record.Record.Sequence));
    }

    [Fact]
    public async Task Without_a_date_a_record_is_ordered_and_filtered_by_its_arrival()
    {
        await Store.StoreAsync(Record(1, Now + 5).At(Now + 100), Record(2, 1000, synced: false).At(Now + 7), Record(3, Now + 9).At(Now + 100));

        Assert.Equal([1u, 2u, 3u], (await Store.QueryAsync(new RecordQuery("drone-1"), Token)).Sequences());
        Assert.Equal([2u], (await Store.QueryAsync(new RecordQuery("drone-1") { FromMs = Now + 6, ToMs = Now + 8 }, Token)).Sequences());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_date_of_the_device_itself_stands_above_every_other(bool datedFirst)
    {
        var undated = Record(3, 1000, synced: false).At(Now + 50);
        var dated = Record(3, Now + 1003).At(Now + 60);
        await Store.StoreAsync(datedFirst ? dated : undated);
        await Store.StoreAsync(Anchor(9, Now).At(Now + 55));
        await Store.StoreAsync(datedFirst ? undated : dated);

        var stored = (await Store.QueryAsync(new RecordQuery("drone-1") { Kind = RecordKind.Position }, Token)).Records.Single();
        Assert.Equal((Now + 1003, true, Now + 50), (stored.Record.TimeMs, stored.Record.ClockSynced, stored.ReceivedAt.ToUnixTimeMilliseconds()));
    }

    [Fact]
    public async Task A_dated_record_takes_its_place_among_the_latest()
    {
        await Store.StoreAsync(Record(1, Now + 500, boot: 2).At(Now + 500), Record(7, 100, synced: false, boot: 3).At(Now + 900));
        Assert.Equal((3u, 7u), Key(Assert.Single(await LatestAsync())));

        await Store.StoreAsync(Anchor(8, Now, boot: 3).At(Now + 901));

        Assert.Equal((2u, 1u), Key((await LatestAsync()).Single(record => record.Record.Kind == RecordKind.Position)));
    }

    [Fact]
    public async Task Nothing_to_write_is_written_at_once()
    {
        await Store.StoreAsync();

        Assert.Empty(await Store.ListDevicesAsync(Token));
    }

    [Fact]
    public async Task A_cancelled_write_claims_nothing()
    {
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.WriteAsync([Record(1).At(Now)], cancelled));
    }

    [Fact]
    public void The_answers_depend_on_what_came_and_not_on_its_order()
    {
        var record = Gen.Select(Gen.UInt[1, 3], Gen.UInt[0, 5], Gen.Byte[1, 2], Gen.Bool, Gen.Long[0, 40], Gen.Long[1, 30], Gen.Int[0, 5])
            .Select((boot, seq, kind, synced, time, received, anchor) =>
                (anchor == 0 ? Anchor(seq + 10, Now + time, boot) : Record(seq, synced ? Now + time : time, synced, boot, kind: kind)).At(Now + received));
        // One key has one content, as the device never numbers two records alike.
        var set = record.List[1, 16].Select(records => records.DistinctBy(item => (item.Record.BootId, item.Record.Sequence)).ToArray());
        var delivery = set.SelectMany(records => Gen.Select(Gen.Const(records), Gen.Shuffle(records), Gen.Shuffle(records), Gen.Int[1, 5]));

        delivery.Sample(
            (records, once, again, batch) =>
            {
                var store = NewStore();
                foreach (var part in once.Chunk(batch).Concat(again.Chunk(batch)))
                    store.WriteAsync(part, CancellationToken.None).AsTask().Wait(CancellationToken.None);

                var page = store.QueryAsync(new RecordQuery("drone-1"), CancellationToken.None).AsTask().Result;
                var device = store.FindDeviceAsync("drone-1", CancellationToken.None).AsTask().Result!;
                var model = StoreModel.Date(records);
                return StoreModel.Ascending(model).Select(TestRecords.Describe).SequenceEqual(page.Records.Select(TestRecords.Describe))
                    && StoreModel.Latest(model).Select(TestRecords.Describe).SequenceEqual(device.Latest.Select(TestRecords.Describe));
            },
            iter: 60,
            threads: 1);
    }

    private static DateTimeOffset Received(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

    private static (uint Boot, uint Sequence) Key(StoredRecord record) => (record.Record.BootId, record.Record.Sequence);

    private async Task<IReadOnlyList<StoredRecord>> LatestAsync() => (await Store.FindDeviceAsync("drone-1", Token))!.Latest;
}

using System.Globalization;
using Amazon.DynamoDBv2.Model;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Wire;
using Microsoft.Extensions.Time.Testing;
using static DroneLink.CloudSdk.Tests.Storage.TestRecords;

namespace DroneLink.CloudSdk.Tests.Storage;

/// <summary>What the store on DynamoDB does beyond the contract: expiry, and how few calls it makes.</summary>
public sealed class DynamoTelemetryStoreTests
{
    // As README.md in Storage says.
    private const int MaxBoots = 8;
    private const long Day = 24 * 60 * 60 * 1000;

    private readonly DynamoFake _fake = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(Now));
    private readonly DynamoTelemetryStore _store;

    public DynamoTelemetryStoreTests() => _store = new DynamoTelemetryStore(DynamoFixture.Open(_fake, time: _time));

    [Fact]
    public async Task A_record_past_its_retention_is_left_out_though_the_service_has_not_deleted_it_yet()
    {
        await _store.StoreAsync(Record(1, Now).At(Now));
        await _store.StoreAsync(Record(2, Now + 1).At(Now + Day), Record(3, Now + Day).At(Now + Day));
        _time.Advance(DynamoTableOptions.DefaultRetention - TimeSpan.FromMilliseconds(1));
        Assert.Equal([1u, 2u, 3u], await SequencesAsync());

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal([2u, 3u], await SequencesAsync());

        _time.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await SequencesAsync());
        Assert.Equal(3u, Assert.Single((await _store.FindDeviceAsync("drone-1", Token))!.Latest).Record.Sequence);
    }

    [Fact]
    public async Task Nothing_goes_before_what_leads_to_it_or_dates_it_and_a_device_never()
    {
        await _store.StoreAsync(Record(1, 1000, synced: false).At(Now), Anchor(2, Now - Day).At(Now), Record(3, Now).At(Now));
        await _store.StoreAsync(Record(4, Now).At(Now + Day));

        long Expires(Func<string, bool> isKey) => _fake.Items.Where(item => isKey(DynamoFake.KeyOf(item))).Min(item => long.Parse(item["expires"].N, CultureInfo.InvariantCulture));
        var block = Expires(key => key.EndsWith("00000000", StringComparison.Ordinal) && key.StartsWith('B'));
        Assert.Equal((Now + (91 * Day)) / 1000, block);
        Assert.True(Expires(key => key.StartsWith('D')) >= block);
        Assert.True(Expires(key => key.EndsWith("CLOCK", StringComparison.Ordinal)) >= block);
        Assert.All(_fake.Items.Where(item => item["pk"].S.StartsWith("LATEST", StringComparison.Ordinal)), item => Assert.False(item.ContainsKey("expires")));
    }

    [Fact]
    public async Task What_comes_again_is_not_written_again()
    {
        var records = Enumerable.Range(0, 100).Select(i => Record((uint)i, i < 50 ? i : Now + i, synced: i >= 50).At(Now))
            .Append(Anchor(100, Now).At(Now)).ToArray();
        await _store.StoreAsync(records);
        var written = _fake.Written.Count;

        await _store.StoreAsync(records);

        Assert.Equal(written, _fake.Written.Count);
    }

    [Fact]
    public async Task A_pointer_is_written_once_for_a_block_and_minute()
    {
        for (var i = 0; i < 20; i++)
            await _store.StoreAsync(Record((uint)i, Now + (i * 5000)).At(Now + (i * 5000)));

        var pointers = _fake.Written.Where(item => item.Key.StartsWith("D#", StringComparison.Ordinal)).ToList();
        Assert.Equal(pointers.Distinct().Count(), pointers.Count);
        Assert.InRange(pointers.Count, 2, 3);
    }

    [Fact]
    public async Task All_of_two_hundred_devices_are_listed_with_one_query_a_shard()
    {
        await _store.StoreAsync([.. Enumerable.Range(0, 200).Select(i => Record(1, Now + i, device: $"drone-{i:D3}").At(Now + i))]);
        var before = _fake.Calls;

        var devices = await _store.ListDevicesAsync(Token);

        Assert.Equal(16, _fake.Calls - before);
        Assert.Equal(Enumerable.Range(0, 200).Select(i => ($"drone-{i:D3}", Now + i)), devices.Select(device => (device.DeviceId, device.Latest.Single().Record.TimeMs)));
    }

    [Fact]
    public async Task A_device_with_a_clock_that_was_years_off_is_read_as_fast_as_any()
    {
        await _store.StoreAsync(Record(1, -5).At(Now), Record(2, 1).At(Now), Record(3, Now).At(Now), Record(4, long.MaxValue).At(Now));
        var before = _fake.Calls;

        Assert.Equal([1u, 2u, 3u, 4u], await SequencesAsync());
        Assert.Equal(2, _fake.Calls - before);
    }

    [Fact]
    public async Task A_page_of_a_long_history_reads_little_of_it_and_a_long_way_is_gone_in_growing_steps()
    {
        await _store.StoreAsync([.. Enumerable.Range(0, 6400).Select(i => Record((uint)i, Now + (i * 1000L), kind: i == 6399 ? RecordKind.Event : RecordKind.Position).At(Now + (i * 1000L)))]);

        var before = _fake.Calls;
        Assert.Equal(100, (await _store.QueryAsync(new RecordQuery("drone-1") { FromMs = Now + 3_000_000 }, Token)).Records.Count);
        Assert.InRange(_fake.Calls - before, 2, 4);

        before = _fake.Calls;
        Assert.Equal([6399u], (await _store.QueryAsync(new RecordQuery("drone-1") { Kind = RecordKind.Event }, Token)).Sequences());
        Assert.InRange(_fake.Calls - before, 4, 12);
    }

    [Fact]
    public async Task A_dating_that_was_cut_goes_on_where_it_was()
    {
        // Blocks of half a megabyte a page: the texts are as long as a frame allows.
        var records = Enumerable.Range(0, 20_000).Select(i => Text((uint)i, new string('x', 200), time: i * 1000L, synced: false).At(Now)).ToArray();
        await _store.StoreAsync(records);
        var batches = 0;
        _fake.Before = (_, request) => request is PutItemRequest put && put.Item["sk"].S == "CLOCK" && put.Item.ContainsKey("done") && batches++ == 2
            ? new ConditionalCheckFailedException("cut")
            : null;
        var written = _fake.Written.Count;

        await _store.StoreAsync(Anchor(20_000, Now - (30 * Day)).At(Now));

        var pointers = _fake.Written.Skip(written).Where(item => item.Key.StartsWith("D#", StringComparison.Ordinal)).ToList();
        Assert.True(batches > 3);
        Assert.InRange(pointers.Count - pointers.Distinct().Count(), 1, pointers.Count / 2);
        Assert.Equal(Now - (30 * Day), (await _store.QueryAsync(new RecordQuery("drone-1") { Limit = 1 }, Token)).Records.Single().Record.TimeMs);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_newest_record_of_a_kind_stays_the_latest_however_many_boots_follow_without_that_kind(bool reversed)
    {
        var flown = new[] { Record(1, 1000, synced: false).At(Now), Anchor(2, Now).At(Now) };
        var standing = Enumerable.Range(2, MaxBoots + 2).Select(boot => new[] { Anchor(1, Now + (boot * Day / 24), boot: (uint)boot).At(Now) });
        await _store.StoreAsync(Record(7, Now - Day, boot: 0).At(Now - Day));
        foreach (var boot in reversed ? standing.Append(flown) : standing.Prepend(flown))
            await _store.StoreAsync(boot);

        var latest = (await _store.FindDeviceAsync("drone-1", Token))!.Latest.Single(record => record.Record.Kind == RecordKind.Position);
        Assert.Equal((1u, 1u, Now + 1000), (latest.Record.BootId, latest.Record.Sequence, latest.Record.TimeMs));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_more_undated_boots_than_are_remembered_the_newest_count_in_any_order(bool reversed)
    {
        var boots = Enumerable.Range(1, MaxBoots + 2).Select(boot => Record(1, 1000, synced: false, boot: (uint)boot).At(Now));
        foreach (var record in reversed ? boots.Reverse() : boots)
            await _store.StoreAsync(record);
        await _store.StoreAsync(Anchor(2, Now, boot: 1).At(Now), Anchor(2, Now + Day, boot: 3).At(Now));

        // Boot 3 is the oldest remembered: its record is dated, that of boot 1 in the history alone.
        var latest = (await _store.FindDeviceAsync("drone-1", Token))!.Latest.Single(record => record.Record.Kind == RecordKind.Position);
        Assert.Equal(MaxBoots + 2u, latest.Record.BootId);
        var history = (await _store.QueryAsync(new RecordQuery("drone-1") { Kind = RecordKind.Position }, Token)).Records;
        Assert.Equal([1u, 3u], history.Where(record => record.Record.ClockSynced).Select(record => record.Record.BootId).Order());
    }

    [Fact]
    public async Task When_the_newest_undated_record_gets_its_date_the_one_before_is_the_newest_undated()
    {
        await _store.StoreAsync(Record(1, Now + Day, boot: 1).At(Now), Record(4, 1000, synced: false, boot: 2).At(Now), Record(5, 2000, synced: false, boot: 2).At(Now));
        Assert.Equal(5u, await NewestAsync());

        await _store.StoreAsync(Record(5, Now, boot: 2).At(Now + 1));

        // Of the dated ones boot 1's is newer by time; of it and the undated one of boot 2 that of the higher boot.
        Assert.Equal(4u, await NewestAsync());
    }

    [Fact]
    public async Task Asking_for_what_can_be_no_device_finds_none()
    {
        Assert.Null(await _store.FindDeviceAsync("", Token));
        Assert.Null(await _store.FindDeviceAsync("a#U", Token));
        Assert.Empty((await _store.QueryAsync(new RecordQuery(""), Token)).Records);
        Assert.Empty((await _store.QueryAsync(new RecordQuery("drone-1") { ToMs = long.MinValue }, Token)).Records);
    }

    private async Task<IEnumerable<uint>> SequencesAsync() => (await _store.QueryAsync(new RecordQuery("drone-1"), Token)).Sequences();

    private async Task<uint> NewestAsync() => Assert.Single((await _store.FindDeviceAsync("drone-1", Token))!.Latest).Record.Sequence;
}

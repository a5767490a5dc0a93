using System.Text.Json;
using CsCheck;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Search;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Tests.Storage;
using DroneLink.Emulators;
using static DroneLink.CloudSdk.Tests.Storage.TestRecords;

namespace DroneLink.CloudSdk.Tests.Search;

/// <summary>Where records are put, how those without a date get theirs, and that each is there once, whatever was cut off.</summary>
public sealed class ElasticEventSearchDatingTests : IDisposable
{
    private const long Day = 24 * 60 * 60 * 1000;

    private readonly SearchTarget _target = new();

    private ElasticsearchDouble Double => _target.Double!;

    public void Dispose() => _target.Dispose();

    [Fact]
    public async Task A_record_is_in_the_index_of_its_day()
    {
        await _target.Search().StoreAsync(
            Text(0, "a", time: Now).At(Now),
            Record(1, Now + Day).At(Now),
            Record(2, 0).At(Now),
            Record(3, long.MaxValue).At(Now),
            Text(4, "b", time: 5, synced: false).At(Now + Day),
            Text(5, "c", time: 5, synced: false).At(Now + (2 * Day)));

        // Now is 2026-05-28T20:26:40Z.
        Assert.Equal(
            [
                ("telemetry-2026.05.28", "drone-1#1#0"),
                ("telemetry-2026.05.29", "drone-1#1#1"),
                ("telemetry-other", "drone-1#1#2"),
                ("telemetry-other", "drone-1#1#3"),
                ("telemetry-undated-2026.05.29", "drone-1#1#4"),
                ("telemetry-undated-2026.05.29", "drone-1#1#5"),
            ],
            _target.Ids());
    }

    [Theory]
    [InlineData(Now + Day, true)]
    [InlineData(Now + Day + 1, false)]
    [InlineData(1, true)]
    [InlineData(0, false)]
    [InlineData(long.MinValue, false)]
    [InlineData(long.MaxValue, false)]
    public async Task An_anchor_that_cannot_be_right_dates_nothing(long offset, bool counts)
    {
        var search = _target.Search();
        await search.StoreAsync(Text(0, "a", time: 1, synced: false).At(Now), Anchor(1, offset).At(Now), Text(2, "a", time: 2, synced: false).At(Now));

        var page = await search.SearchAsync(new EventQuery(), Token);
        Assert.Equal(3, page.Records.Count);
        Assert.All(page.Records, record => Assert.Equal(counts, record.Record.ClockSynced));
    }

    [Fact]
    public async Task An_impossible_uptime_is_kept_without_a_date()
    {
        var search = _target.Search();
        await search.StoreAsync(Text(0, "a", time: long.MaxValue, synced: false).At(Now));
        await search.StoreAsync(Anchor(1, Now).At(Now), Text(2, "a", time: long.MaxValue, synced: false).At(Now));

        Assert.Equal([2u, 0u], (await search.SearchAsync(new EventQuery { Text = "a" }, Token)).Records
            .Where(record => record.Record is { ClockSynced: false, TimeMs: long.MaxValue }).Select(record => record.Record.Sequence));
    }

    [Theory]
    [InlineData(new[] { 0, 1, 2 })]
    [InlineData(new[] { 0, 2, 1 })]
    [InlineData(new[] { 1, 0, 2 })]
    [InlineData(new[] { 1, 2, 0 })]
    [InlineData(new[] { 2, 0, 1 })]
    [InlineData(new[] { 2, 1, 0 })]
    public async Task The_date_of_the_device_itself_stands_above_every_other(int[] order)
    {
        ProjectedRecord[] records =
        [
            Text(3, "a", time: 1000, synced: false).At(Now + 50), Text(3, "a", time: Now + Day + 1003).At(Now + 50), Anchor(9, Now).At(Now + 55),
        ];
        var search = _target.Search();
        foreach (var i in order)
            await search.StoreAsync(records[i]);

        var stored = Assert.Single((await search.SearchAsync(new EventQuery { Text = "a" }, Token)).Records);
        Assert.Equal((Now + Day + 1003, true), (stored.Record.TimeMs, stored.Record.ClockSynced));
        Assert.Equal(["telemetry-2026.05.29", "telemetry-undated-2026.05.28"], _target.Ids().Select(found => found.Index));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_two_forms_in_a_batch_the_dated_one_is_stored(bool reversed)
    {
        ProjectedRecord[] records = [Text(3, "a", time: 1000, synced: false).At(Now), Text(3, "a", time: Now).At(Now + 7)];
        await _target.Search().StoreAsync(reversed ? [records[1], records[0]] : records);

        Assert.Equal([("telemetry-2026.05.28", "drone-1#1#3")], _target.Ids());
        Assert.Equal(Now, Double.Documents(_target.AllTelemetry).Single().Source.GetProperty("raw").GetProperty("received").GetInt64());
    }

    [Fact]
    public async Task Only_what_is_needed_is_called()
    {
        var search = _target.Search(options => options with { Refresh = SearchRefresh.Later });
        await search.StoreAsync(Text(0, "a").At(Now));
        var calls = new List<string>();
        Double.OnCall = call =>
        {
            calls.Add(call.Path);
            return null;
        };

        // A boot that is known and whose device knows the time: a look before, the write, a look after.
        await search.StoreAsync(Text(1, "a").At(Now), Record(2).At(Now));

        var boots = $"/{_target.Prefix}-boots/_mget";
        Assert.Equal([boots, "/_bulk", boots], calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cut_at_any_call_and_done_again_it_ends_the_same(bool isDone)
    {
        ProjectedRecord[][] batches =
        [
            [Text(5, "a", time: 100, synced: false).At(Now), Text(6, "b", time: 200, synced: false).At(Now), Text(1, "x", time: Now, boot: 2).At(Now)],
            [Anchor(9, Now + 1000, time: 300).At(Now), Text(7, "c", time: 250, synced: false).At(Now)],
            [Anchor(4, Now + 2000, time: 90).At(Now)],
            [Text(6, "b", time: Now + 2200).At(Now), Text(8, "d", time: Now + 2300).At(Now)],
            [Text(6, "b", time: 200, synced: false).At(Now), Text(7, "c", time: Now + 2250).At(Now)],
        ];
        var expected = await RunAsync(batches, static _ => null);
        Assert.Equal(7 + 2, expected.Documents.Count);
        Assert.Equal([Now + 2300, Now + 2250, Now + 2200, Now + 2100, Now], expected.Found.Select(record => record.EffectiveMs));

        for (var cut = 0; cut < expected.Calls; cut++)
        {
            var at = cut;
            var was = await RunAsync(batches, call => call != at ? null : isDone ? ElasticsearchFault.AnswerLost : ElasticsearchFault.Broken);
            Assert.Equal(expected.Documents, was.Documents);
        }
    }

    [Theory]
    [InlineData("undated", "anchor", false)]
    [InlineData("undated", "anchor", true)]
    [InlineData("undated", "dated", false)]
    [InlineData("undated", "dated", true)]
    [InlineData("dated", "undated", false)]
    [InlineData("dated", "undated", true)]
    public async Task A_writer_between_another_ones_look_and_its_write_is_not_missed(string one, string between, bool isCut)
    {
        var records = new Dictionary<string, ProjectedRecord>
        {
            ["undated"] = Text(3, "a", time: 1000, synced: false).At(Now),
            ["dated"] = Text(3, "a", time: Now + 1000).At(Now),
            ["anchor"] = Anchor(9, Now).At(Now),
        };
        var (isFirst, isDown) = (true, false);
        Double.OnCall = call =>
        {
            if (isDown)
                return ElasticsearchFault.Broken;
            if (!isFirst || call.Path != "/_bulk" || !call.Body.Contains("\"raw\"", StringComparison.Ordinal))
                return null;
            isFirst = false;
            _target.Search().StoreAsync(records[between]).GetAwaiter().GetResult();
            isDown = isCut;
            return isCut ? ElasticsearchFault.AnswerLost : null;
        };
        var search = _target.Search(options => options with { MaxAttempts = 1 });
        if (isCut)
            await Assert.ThrowsAsync<SearchException>(async () => await search.WriteAsync([records[one]], Token));
        isDown = false;

        await WriteAsync(search, [records[one]]);

        var found = Assert.Single((await _target.Search().SearchAsync(new EventQuery { Text = "a" }, Token)).Records);
        Assert.Equal((Now + 1000, true), (found.Record.TimeMs, found.Record.ClockSynced));
    }

    [Fact]
    public void Several_writers_in_any_order_through_any_fault_end_as_the_model_does()
    {
        var record = Gen.Select(Gen.UInt[1, 2], Gen.UInt[0, 7], Gen.Bool, Gen.Long[0, 40], Gen.Long[1, 30], Gen.Int[0, 4])
            .Select((boot, seq, synced, time, received, anchor) =>
                (anchor == 0 ? Anchor(seq + 10, Now + time, boot) : Text(seq, "a", time: synced ? Now + time : time, synced: synced, boot: boot)).At(Now + received));
        var set = record.List[1, 14].Select(records => records.DistinctBy(item => (item.Record.BootId, item.Record.Sequence)).ToArray());
        var delivery = set.SelectMany(records => Gen.Select(Gen.Const(records), Gen.Shuffle(records), Gen.Shuffle(records), Gen.Int[1, 5], Gen.Int));

        delivery.Sample(
            (records, once, again, batch, seed) =>
            {
                using var target = new SearchTarget();
                WriteAllAsync(target, seed, once.Chunk(batch), again.Chunk(batch)).GetAwaiter().GetResult();

                var page = target.Search().SearchAsync(new EventQuery { Limit = PageLimits.MaxRecords }, CancellationToken.None).AsTask().Result;
                return StoreModel.Ascending(StoreModel.Date(records)).Reverse().Select(TestRecords.Describe).SequenceEqual(page.Records.Select(TestRecords.Describe));
            },
            iter: 40,
            threads: 1);
    }

    [Fact]
    public void Several_writers_of_both_forms_leave_the_dated_one()
    {
        var forms = Enumerable.Range(0, 8).SelectMany(i => new[]
        {
            Text((uint)i, "a", time: i, synced: false).At(Now), Text((uint)i, "a", time: Now + Day + i).At(Now),
        }).Append(Anchor(20, Now).At(Now)).ToArray();

        Gen.Select(Gen.Shuffle(forms), Gen.Shuffle(forms), Gen.Int[1, 6], Gen.Int).Sample(
            (once, again, batch, seed) =>
            {
                using var target = new SearchTarget();
                WriteAllAsync(target, seed, once.Chunk(batch), again.Chunk(batch)).GetAwaiter().GetResult();

                var found = target.Search().SearchAsync(new EventQuery { Text = "a" }, CancellationToken.None).AsTask().Result.Records;
                return target.Ids().Count == 9 && found.Select(record => record.Record.TimeMs).SequenceEqual(Enumerable.Range(0, 8).Reverse().Select(i => Now + Day + i));
            },
            iter: 40,
            threads: 1);
    }

    /// <summary>Writes two deliveries at the same time, as often as it takes, while a fifth of the calls fail.</summary>
    private static async Task WriteAllAsync(SearchTarget target, int seed, params IEnumerable<ProjectedRecord[]>[] deliveries)
    {
        var random = new Random(seed);
        target.Double!.OnCall = _ =>
        {
            lock (random)
            {
                return random.Next(10) switch
                {
                    0 => ElasticsearchFault.Broken,
                    1 => ElasticsearchFault.AnswerLost,
                    _ => null,
                };
            }
        };
        var search = target.Search(options => options with { MaxAttempts = 2 });
        await Task.WhenAll(deliveries.Select(delivery => Task.Run(async () =>
        {
            foreach (var batch in delivery)
                await WriteAsync(search, batch);
        })));
        target.Double.OnCall = null;
    }

    private static async Task WriteAsync(ElasticEventSearch search, ProjectedRecord[] batch)
    {
        for (var attempt = 1; attempt <= 1000; attempt++)
        {
            try
            {
                if ((await search.WriteAsync(batch, CancellationToken.None)).Count == 0)
                    return;
            }
            catch (SearchException)
            {
                // Nothing may be taken as stored.
            }
        }

        Assert.Fail("A batch is never stored.");
    }

    private static async Task<(List<string> Documents, List<StoredRecord> Found, int Calls)> RunAsync(
        ProjectedRecord[][] batches, Func<int, ElasticsearchFault?> fault)
    {
        using var target = new SearchTarget();
        var calls = 0;
        target.Double!.OnCall = call =>
        {
            calls = call.Number + 1;
            return fault(call.Number);
        };
        var search = target.Search(options => options with { MaxAttempts = 1 });
        foreach (var batch in batches)
            await WriteAsync(search, batch);
        var documents = target.Double.Documents(target.Prefix + "-*")
            .Select(found => $"{found.Index[target.Prefix.Length..]} {found.Id} {Describe(found.Source, target.Prefix)}").Order(StringComparer.Ordinal).ToList();
        var written = calls;
        return (documents, [.. (await search.SearchAsync(new EventQuery(), Token)).Records.Where(record => record.Record.Text is not null)], written);
    }

    private static string Describe(JsonElement source, string prefix) => source.GetRawText().Replace(prefix, "", StringComparison.Ordinal);
}

using CsCheck;
using DroneLink.CloudSdk.Search;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Tests.Storage;
using static DroneLink.CloudSdk.Tests.Storage.TestRecords;

namespace DroneLink.CloudSdk.Tests.Search;

/// <summary>What every <see cref="IEventSearch"/> does. Each test gets an empty one.</summary>
public abstract class EventSearchContract
{
    private const int LinkLost = 4;
    private const int BatteryLow = 18;

    /// <summary>An empty search.</summary>
    protected abstract IEventSearch Search { get; }

    [Fact]
    public async Task Events_and_texts_are_found_and_nothing_else()
    {
        await Search.StoreAsync(Record(0).At(Now), Event(1, LinkLost).At(Now), Text(2, "hello").At(Now), Record(3, kind: 200).At(Now));

        Assert.Equal([2u, 1u], (await FindAsync(new EventQuery())).Sequences());
    }

    [Fact]
    public async Task A_hit_keeps_all_that_it_says()
    {
        var text = Text(2, "Überlast \"80 %\"", 2, Now + 3, boot: 7, device: "drone-9");
        var happened = Event(1, LinkLost, 3, -12, Now, boot: 7, device: "drone-9");
        await Search.StoreAsync(text.At(Now + 5), happened.At(Now + 4));

        Assert.Equal(
            [
                new StoredRecord(text, DateTimeOffset.FromUnixTimeMilliseconds(Now + 5)).Describe(),
                new StoredRecord(happened, DateTimeOffset.FromUnixTimeMilliseconds(Now + 4)).Describe(),
            ],
            (await FindAsync(new EventQuery())).Records.Select(TestRecords.Describe));
    }

    [Fact]
    public async Task A_record_that_comes_twice_is_found_once()
    {
        var text = Text(2, "hello").At(Now);
        await Search.StoreAsync(text, text);
        await Search.StoreAsync(text);

        Assert.Single((await FindAsync(new EventQuery { Text = "hello" })).Records);
    }

    [Fact]
    public async Task The_newest_comes_first()
    {
        await Search.StoreAsync(
            Text(1, "a", time: Now + 1).At(Now),
            Text(9, "b", time: Now + 3, boot: 1).At(Now),
            Text(2, "c", time: Now + 3, boot: 2).At(Now),
            Text(0, "d", time: Now + 3, device: "drone-0").At(Now),
            Text(3, "e", time: Now + 2).At(Now));

        Assert.Equal([2u, 9u, 0u, 3u, 1u], (await FindAsync(new EventQuery())).Sequences());
    }

    [Fact]
    public async Task One_device_is_found_alone()
    {
        await Search.StoreAsync(Text(1, "a").At(Now), Text(2, "a", device: "drone-2").At(Now));

        Assert.Equal([2u], (await FindAsync(new EventQuery { DeviceId = "drone-2" })).Sequences());
    }

    [Fact]
    public async Task A_severity_finds_what_is_at_least_as_severe()
    {
        await Search.StoreAsync(Text(0, "a", 3).At(Now), Text(1, "a", 4).At(Now), Event(2, LinkLost, 2).At(Now), Event(3, LinkLost, 5).At(Now), Event(4, LinkLost).At(Now));

        Assert.Equal([2u, 0u], (await FindAsync(new EventQuery { Severity = 3 })).Sequences());
        Assert.Equal([4u, 3u, 2u, 1u, 0u], (await FindAsync(new EventQuery())).Sequences());
    }

    [Fact]
    public async Task From_belongs_to_the_answer_and_to_does_not()
    {
        await Search.StoreAsync([.. Enumerable.Range(0, 5).Select(i => Text((uint)i, "a", time: Now + i).At(Now))]);

        Assert.Equal([2u, 1u], (await FindAsync(new EventQuery { FromMs = Now + 1, ToMs = Now + 3 })).Sequences());
    }

    [Theory]
    [InlineData("motor", new uint[] { 2, 1 })]
    [InlineData("MOTOR", new uint[] { 2, 1 })]
    [InlineData("hot motor", new uint[] { 1 })]
    [InlineData("hot,motor!", new uint[] { 1 })]
    [InlineData("mot", new uint[] { })]
    [InlineData("linkLost", new uint[] { 3 })]
    [InlineData("lost link", new uint[] { 3 })]
    [InlineData("überhitzt", new uint[] { 1 })]
    [InlineData("4", new uint[] { 2 })]
    [InlineData("battery", new uint[] { 4 })]
    public async Task Every_word_must_be_there(string text, uint[] expected)
    {
        await Search.StoreAsync(
            Text(1, "Motor is hot: Überhitzt").At(Now), Text(2, "motor 4 stopped").At(Now), Event(3, LinkLost, 3).At(Now), Event(4, BatteryLow, 3).At(Now), Event(5, 12345).At(Now));

        Assert.Equal(expected, (await FindAsync(new EventQuery { Text = text })).Sequences());
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("' OR 1=1 --")]
    [InlineData("motor OR link")]
    [InlineData("NOT motor")]
    [InlineData("motor NEAR/2 hot")]
    [InlineData("words:motor")]
    [InlineData("^motor")]
    [InlineData("(motor")]
    [InlineData("motor\" AND \"hot")]
    [InlineData("{a b}:c")]
    [InlineData("a\0b")]
    [InlineData("\ud800")]
    [InlineData("-motor +hot")]
    public async Task Whatever_is_typed_is_words_and_no_syntax(string text)
    {
        await Search.StoreAsync(Text(1, "motor is hot").At(Now), Text(2, "link is lost").At(Now), Text(3, "or near not and words a b c 1 2").At(Now));

        // As syntax, several of these would find 1 or 2; as words, none is in one text with all of the others.
        var words = text.Split(['"', ' ', '\'', '/', ':', '^', '(', '{', '}', '\0', '-', '+', '=', '\ud800'], StringSplitOptions.RemoveEmptyEntries);
        string[] texts = ["motor is hot", "link is lost", "or near not and words a b c 1 2"];
        var expected = texts.Select((content, i) => (Sequence: (uint)i + 1, Words: content.Split(' ')))
            .Where(item => words.Length > 0 && words.All(word => item.Words.Contains(word, StringComparer.OrdinalIgnoreCase)))
            .Select(item => item.Sequence)
            .Reverse();

        Assert.Equal(expected, (await FindAsync(new EventQuery { Text = text })).Sequences());
    }

    [Theory]
    [InlineData("")]
    [InlineData("  !?* ")]
    public async Task Text_without_a_word_finds_nothing(string text)
    {
        await Search.StoreAsync(Text(1, "hello !?*").At(Now), Text(2, "").At(Now));

        Assert.Empty((await FindAsync(new EventQuery { Text = text })).Records);
    }

    [Fact]
    public void No_text_breaks_the_search() =>
        Gen.String[0, EventQuery.MaxTextLength].Sample(text => Search.SearchAsync(new EventQuery { Text = text }).AsTask().Wait(TimeSpan.FromSeconds(30)), iter: 2_000);

    [Fact]
    public async Task As_many_words_as_fit_are_searched()
    {
        var words = string.Join(' ', Enumerable.Repeat("a", EventQuery.MaxTextLength / 2));
        await Search.StoreAsync(Text(1, "a").At(Now));

        Assert.Single((await FindAsync(new EventQuery { Text = words + "!" })).Records);
        await Assert.ThrowsAsync<ArgumentException>(() => FindAsync(new EventQuery { Text = words + "!!" }));
    }

    [Fact]
    public async Task Pages_put_together_are_the_whole_whatever_comes_between()
    {
        await Search.StoreAsync([.. Enumerable.Range(0, 5).Select(i => Text((uint)i, "a", time: Now + (i / 2), device: $"drone-{i % 2}").At(Now))]);

        var read = new List<uint>();
        RecordPosition? after = null;
        do
        {
            var page = await FindAsync(new EventQuery { Limit = 2, After = after, Text = "a" });
            read.AddRange(page.Sequences());
            after = page.Next;
            await Search.StoreAsync(Text((uint)(100 + read.Count), "a", time: Now + 1000).At(Now));
        }
        while (after is not null);

        Assert.Equal([4u, 3u, 2u, 1u, 0u], read);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(PageLimits.MaxRecords + 1)]
    public async Task A_limit_out_of_range_is_refused(int limit) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => FindAsync(new EventQuery { Limit = limit }));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_anchor_dates_events_before_and_after_it(bool anchorFirst)
    {
        var early = Text(1, "early", time: 500, synced: false).At(Now + 90_000);
        var anchor = Anchor(2, Now, time: 600).At(Now + 90_000);
        foreach (var record in anchorFirst ? new[] { anchor, early } : [early, anchor])
            await Search.StoreAsync(record);

        var hit = Assert.Single((await FindAsync(new EventQuery { Text = "early", FromMs = Now, ToMs = Now + 1000 })).Records);
        Assert.Equal((Now + 500, true), (hit.Record.TimeMs, hit.Record.ClockSynced));
    }

    [Fact]
    public async Task A_batch_of_ever_better_anchors_dates_a_long_boot_in_time()
    {
        const int Texts = 10_000;
        const int Anchors = 2_000;
        await Search.StoreAsync([.. Enumerable.Range(Anchors, Texts).Select(i => Text((uint)i, "early", time: i, synced: false).At(Now))]);
        var anchors = Enumerable.Range(0, Anchors).Reverse().Select(i => Anchor((uint)i, Now + i).At(Now));
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));

        Assert.Empty(await Search.WriteAsync([.. anchors], deadline.Token));

        var last = await FindAsync(new EventQuery { Text = "early", Limit = 1 });
        Assert.Equal(Now + Anchors + Texts - 1, Assert.Single(last.Records).Record.TimeMs);
    }

    private async Task<RecordPage> FindAsync(EventQuery query) => await Search.SearchAsync(query, Token);
}

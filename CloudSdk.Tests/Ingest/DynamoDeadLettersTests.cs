using Amazon.DynamoDBv2.Model;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Tests.Storage;
using Microsoft.Extensions.Time.Testing;
using static DroneLink.CloudSdk.Tests.Storage.TestRecords;

namespace DroneLink.CloudSdk.Tests.Ingest;

/// <summary>The contract in memory, wherever the tests run.</summary>
public sealed class DynamoDeadLettersContractTests : DeadLetterArchiveContract
{
    private readonly DynamoTable _table = DynamoFixture.Open(new DynamoFake());

    public DynamoDeadLettersContractTests() => Letters = Reopen();

    protected override IDeadLetterArchive Letters { get; }

    protected override IDeadLetterArchive Reopen() => new DynamoDeadLetters(_table);
}

/// <summary>On a DynamoDB that is not ours.</summary>
public sealed class DynamoDeadLettersTests : DeadLetterArchiveContract, IClassFixture<DynamoFixture>
{
    private readonly DynamoTable _table;

    public DynamoDeadLettersTests(DynamoFixture dynamo)
    {
        Assert.SkipWhen(dynamo.WhyNot is not null, dynamo.WhyNot ?? "");
        _table = dynamo.New();
        Letters = Reopen();
    }

    protected override IDeadLetterArchive Letters { get; }

    protected override IDeadLetterArchive Reopen() => new DynamoDeadLetters(_table);
}

public sealed class DynamoDeadLettersFailureTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeMilliseconds(Now);

    private readonly DynamoFake _fake = new();
    private readonly FakeTimeProvider _time = new(Start) { AutoAdvanceAmount = TimeSpan.FromTicks(1) };
    private readonly DynamoDeadLetters _letters;

    public DynamoDeadLettersFailureTests() => _letters = new DynamoDeadLetters(DynamoFixture.Open(_fake, time: _time));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cut_at_any_call_and_done_again_nothing_is_lost_and_nothing_there_twice(bool isDone)
    {
        for (var cut = 0; ; cut++)
        {
            var fake = new DynamoFake();
            var letters = new DynamoDeadLetters(DynamoFixture.Open(fake, time: _time));
            DeadLetter[] batch = [Letter("crc", 1), Letter("short", 700_000)];
            Exception? Cut(int call) => call >= cut ? new InternalServerErrorException("cut") : null;
            if (isDone)
                fake.After = (call, _) => Cut(call);
            else
                fake.Before = (call, _) => Cut(call);
            var exception = await Xunit.Record.ExceptionAsync(async () => await letters.PutAsync(batch, Token));
            (fake.Before, fake.After) = (null, null);
            if (exception is null)
            {
                Assert.True(cut > 5);
                return;
            }

            await letters.PutAsync(batch, Token);
            // Letters of a batch are kept side by side: which of them had its place before the cut, and so is the older, is chance.
            var kept = (await letters.ListAsync(cancellationToken: Token)).OrderBy(letter => letter.Letter.Code, StringComparer.Ordinal).ToList();
            Assert.Equal([("crc", 1), ("short", 700_000)], kept.Select(letter => (letter.Letter.Code, letter.Letter.Data.Length)));
        }
    }

    [Fact]
    public async Task A_letter_goes_when_it_has_not_come_for_the_retention()
    {
        await _letters.PutAsync([Letter("old", 1)], Token);
        await _letters.PutAsync([Letter("again", 1)], Token);
        _time.Advance(TimeSpan.FromDays(60));
        await _letters.PutAsync([Letter("again", 1)], Token);
        await _letters.PutAsync([Letter("new", 1)], Token);
        Assert.Equal(["new", "again", "old"], await CodesAsync());

        _time.Advance(TimeSpan.FromDays(40));
        Assert.Equal(["new", "again"], await CodesAsync());

        // It keeps its place for a retention only, so that a list need not go back for ever.
        await _letters.PutAsync([Letter("again", 1)], Token);
        Assert.Equal(["again", "new"], (await CodesAsync()).Distinct());

        _time.Advance(TimeSpan.FromDays(91));
        Assert.Empty(await CodesAsync());
    }

    [Fact]
    public async Task A_letter_that_came_again_is_listed_for_as_long_as_it_stays()
    {
        await _letters.PutAsync([Letter("crc", 1)], Token);
        _time.Advance(TimeSpan.FromDays(89));
        await _letters.PutAsync([Letter("crc", 1)], Token);
        _time.Advance(TimeSpan.FromDays(89));

        Assert.Equal(2, Assert.Single(await _letters.ListAsync(cancellationToken: Token)).Times);
    }

    private static DeadLetter Letter(string code, int size) => new("drone-1", code, "", new byte[size], Start);

    private async Task<IEnumerable<string>> CodesAsync() => (await _letters.ListAsync(cancellationToken: Token)).Select(letter => letter.Letter.Code);
}

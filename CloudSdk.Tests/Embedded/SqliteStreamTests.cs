using System.Globalization;
using DroneLink.CloudSdk.Embedded;
using DroneLink.CloudSdk.Streams;
using DroneLink.CloudSdk.Tests.Streams;
using Microsoft.Extensions.Time.Testing;

namespace DroneLink.CloudSdk.Tests.Embedded;

public sealed class SqliteStreamTests : TelemetryStreamContract, IDisposable
{
    private readonly SqliteFixture _sqlite = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(1_780_000_000_000));
    private readonly SqliteStream _stream;

    public SqliteStreamTests() => _stream = new SqliteStream(_sqlite.New(), _time);

    protected override ITelemetryStream Stream => _stream;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _sqlite.Dispose();

    protected override Task<IReadOnlyList<(string SequenceNumber, string PartitionKey, byte[] Data)>> ReadAllAsync() =>
        Task.FromResult<IReadOnlyList<(string, string, byte[])>>(
            [.. _stream.Read(0, int.MaxValue).Select(item => (item.SequenceNumber.ToString(CultureInfo.InvariantCulture), item.PartitionKey, item.Data))]);

    [Fact]
    public async Task Reading_goes_on_after_a_place()
    {
        await PutAsync(5);

        Assert.Equal([3L, 4L], _stream.Read(2, 2).Select(item => item.SequenceNumber));
        Assert.Empty(_stream.Read(5, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => _stream.Read(0, 0));
    }

    [Fact]
    public async Task An_entry_has_the_time_of_its_arrival()
    {
        await PutAsync(1);
        _time.Advance(TimeSpan.FromSeconds(1));
        await PutAsync(1);

        Assert.Equal([_time.Start, _time.Start.AddSeconds(1)], _stream.Read(0, 9).Select(item => item.ReceivedAt));
    }

    [Fact]
    public async Task The_bounds_of_an_entry_hold()
    {
        var key = new string('k', SqliteStream.MaxPartitionKeyLength);
        Assert.True((await _stream.PutAsync([new(key, new byte[SqliteStream.MaxDataBytes])], Token))[0].IsStored);

        await Assert.ThrowsAsync<ArgumentException>(async () => await _stream.PutAsync([new("a", new byte[1]), new(key + "k", new byte[1])], Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await _stream.PutAsync([new("a", new byte[1]), new("", new byte[1])], Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await _stream.PutAsync([new("a", new byte[1]), new("a", new byte[SqliteStream.MaxDataBytes + 1])], Token));
        Assert.Single(_stream.Read(0, 9));
    }

    [Fact]
    public async Task More_than_may_wait_is_throttled_as_a_whole()
    {
        var entries = Enumerable.Repeat(new StreamEntry("a", new byte[] { 1 }), SqliteStream.MaxWaitingEntries + 1).ToList();

        var results = await _stream.PutAsync(entries, Token);

        Assert.Equal(entries.Count, results.Count);
        Assert.All(results, result => Assert.Equal("ProvisionedThroughputExceededException", result.ErrorCode));
        Assert.Empty(_stream.Read(0, 9));
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_fails_entries_and_throws_nothing()
    {
        var database = _sqlite.New();
        var stream = new SqliteStream(database, _time);
        database.Dispose();

        var results = await stream.PutAsync([new("a", new byte[] { 1 }), new("a", new byte[] { 2 })], Token);

        Assert.All(results, result => Assert.Equal(("InternalFailure", false), (result.ErrorCode, result.IsStored)));
        Assert.Equal(2, results.Count);
    }

    [Fact]
    public void A_checkpoint_survives_reopening_and_never_goes_back()
    {
        var first = _sqlite.Open("shared.db");
        new SqliteStream(first, _time).SaveCheckpoint("c", 7);
        first.Dispose();

        var stream = new SqliteStream(_sqlite.Open("shared.db"), _time);
        stream.SaveCheckpoint("c", 5);

        Assert.Equal(7, stream.Checkpoint("c"));
        Assert.Equal(0, stream.Checkpoint("other"));
    }

    [Fact]
    public async Task Only_what_is_old_and_passed_by_every_consumer_is_trimmed()
    {
        await PutAsync(3);
        _time.Advance(SqliteStream.Retention);
        await PutAsync(1);
        Assert.Equal(0, _stream.Trim(Token));

        _stream.SaveCheckpoint("fast", 4);
        Assert.Equal(0, _stream.Trim(Token));

        _time.Advance(TimeSpan.FromMilliseconds(1));
        _stream.SaveCheckpoint("slow", 2);
        Assert.Equal(2, _stream.Trim(Token));
        _stream.SaveCheckpoint("slow", 4);
        Assert.Equal(1, _stream.Trim(Token));
        Assert.Equal([4L], _stream.Read(0, 9).Select(item => item.SequenceNumber));
    }

    [Fact]
    public async Task A_sequence_number_is_never_given_out_twice()
    {
        await PutAsync(2);
        _stream.SaveCheckpoint("c", 2);
        _time.Advance(SqliteStream.Retention + TimeSpan.FromSeconds(1));
        Assert.Equal(2, _stream.Trim(Token));
        Assert.Empty(_stream.Read(0, 9));

        await PutAsync(1);

        Assert.Equal([3L], _stream.Read(0, 9).Select(item => item.SequenceNumber));
    }

    [Fact]
    public async Task Two_open_the_same_file_and_both_write()
    {
        SqliteStream[] streams = [new(_sqlite.Open("two.db"), _time), new(_sqlite.Open("two.db"), _time)];

        await Task.WhenAll(streams.Select(stream => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
                Assert.True((await stream.PutAsync([new("a", new byte[] { 1 })], Token))[0].IsStored);
        }, Token)));

        Assert.All(streams, stream => Assert.Equal(Enumerable.Range(1, 100).Select(i => (long)i), stream.Read(0, 1000).Select(item => item.SequenceNumber)));
    }

    private async Task PutAsync(int count)
    {
        for (var i = 0; i < count; i++)
            Assert.True((await _stream.PutAsync([new("a", new byte[] { 1 })], Token))[0].IsStored);
    }
}

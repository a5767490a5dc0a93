using DroneLink.CloudSdk.Ingest;

namespace DroneLink.CloudSdk.Tests.Ingest;

/// <summary>What every <see cref="IDeadLetterArchive"/> does. Each test gets an empty one.</summary>
public abstract class DeadLetterArchiveContract
{
    /// <summary>An empty archive.</summary>
    protected abstract IDeadLetterArchive Letters { get; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens the archive of <see cref="Letters"/> once more, as another process would.</summary>
    protected abstract IDeadLetterArchive Reopen();

    protected static DeadLetter Letter(byte first, int size = 1, long at = 0, string? device = "drone-1")
    {
        var data = new byte[size];
        data[0] = first;
        return new DeadLetter(device, "crc", "The CRC does not fit.", data, DateTimeOffset.FromUnixTimeMilliseconds(at));
    }

    [Fact]
    public async Task A_letter_is_kept_as_it_is_and_survives_reopening()
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(1_780_000_000_123);
        await Letters.PutAsync([new DeadLetter("drone-1", "crc", "The CRC does not fit.", new byte[] { 1, 2 }, at)], Token);
        await Letters.PutAsync([new DeadLetter(null, "short", "", default, at)], Token);

        var letters = await Reopen().ListAsync(cancellationToken: Token);

        Assert.Equal([null, "drone-1"], letters.Select(letter => letter.Letter.DeviceId));
        var (_, letter, times) = letters[1];
        Assert.Equal(("crc", "The CRC does not fit.", at, 1), (letter.Code, letter.Message, letter.ReceivedAt, times));
        Assert.Equal([1, 2], letter.Data.ToArray());
        Assert.Empty(letters[0].Letter.Data.ToArray());
    }

    [Fact]
    public async Task The_same_letter_is_counted_and_not_kept_twice()
    {
        await Letters.PutAsync([Letter(1, at: 5)], Token);
        await Letters.PutAsync([Letter(1, at: 9)], Token);
        await Letters.PutAsync([Letter(1, at: 7)], Token);
        await Letters.PutAsync([Letter(1) with { Code = "other" }], Token);
        await Letters.PutAsync([Letter(1) with { DeviceId = "drone-2" }], Token);

        var letters = await Letters.ListAsync(cancellationToken: Token);
        Assert.Equal([1, 1, 3], letters.Select(letter => letter.Times));
        Assert.Equal(9, letters[2].Letter.ReceivedAt.ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task Letters_of_one_put_are_kept_in_order_and_counted_as_those_of_several()
    {
        await Letters.PutAsync([], Token);

        await Letters.PutAsync([Letter(1), Letter(2, at: 9), Letter(2, at: 5), Letter(3), Letter(4)], Token);

        var kept = await Letters.ListAsync(cancellationToken: Token);
        Assert.Equal([(4, 1), (3, 1), (2, 2), (1, 1)], kept.Select(letter => ((int)letter.Letter.Data.Span[0], letter.Times)));
        Assert.Equal(9, kept[2].Letter.ReceivedAt.ToUnixTimeMilliseconds());
        Assert.Equal(0, await Letters.CountDroppedAsync(Token));
    }

    [Fact]
    public async Task Letters_are_paged_from_the_newest()
    {
        for (byte i = 1; i <= 5; i++)
            await Letters.PutAsync([Letter(i)], Token);

        var first = await Letters.ListAsync(2, cancellationToken: Token);
        await Letters.PutAsync([Letter(6)], Token);
        var second = await Letters.ListAsync(2, first[^1].Id, Token);
        var third = await Letters.ListAsync(2, second[^1].Id, Token);

        Assert.Equal([5, 4], first.Select(letter => letter.Letter.Data.Span[0]));
        Assert.Equal([3, 2], second.Select(letter => letter.Letter.Data.Span[0]));
        Assert.Equal([1], third.Select(letter => letter.Letter.Data.Span[0]));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Letters.ListAsync(0, cancellationToken: Token));
        await Assert.ThrowsAsync<FormatException>(async () => await Letters.ListAsync(after: "other", cancellationToken: Token));
    }

    [Theory]
    [InlineData(300 * 1024)]
    [InlineData((300 * 1024) + 1)]
    [InlineData(1024 * 1024)]
    public async Task A_large_letter_is_kept_whole(int size)
    {
        var data = new byte[size];
        new Random(1).NextBytes(data);
        await Letters.PutAsync([Letter(1) with { Data = data }, Letter(2)], Token);
        await Letters.PutAsync([Letter(1) with { Data = data }], Token);

        var letters = await Letters.ListAsync(cancellationToken: Token);
        Assert.Equal([1, 2], letters.Select(letter => letter.Times));
        Assert.Equal(data, letters[1].Letter.Data.ToArray());
    }
}

using DroneLink.CloudSdk.Embedded;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Tests.Ingest;

namespace DroneLink.CloudSdk.Tests.Embedded;

public sealed class SqliteDeadLettersTests : DeadLetterArchiveContract, IDisposable
{
    private const string FileName = "letters.db";

    private readonly SqliteFixture _sqlite = new();
    private readonly SqliteDatabase _database;

    public SqliteDeadLettersTests() => Letters = new SqliteDeadLetters(_database = _sqlite.Open(FileName));

    protected override IDeadLetterArchive Letters { get; }

    protected override IDeadLetterArchive Reopen()
    {
        _database.Dispose();
        return new SqliteDeadLetters(_sqlite.Open(FileName));
    }

    public void Dispose() => _sqlite.Dispose();

    [Fact]
    public async Task Letters_of_one_put_are_dropped_as_those_of_several()
    {
        var letters = new SqliteDeadLetters(_sqlite.New(), maxLetters: 3);

        await letters.PutAsync([Letter(1), Letter(2), Letter(2), Letter(3), Letter(4)], Token);

        var kept = await letters.ListAsync(cancellationToken: Token);
        Assert.Equal([(4, 1), (3, 1), (2, 2)], kept.Select(letter => ((int)letter.Letter.Data.Span[0], letter.Times)));
        Assert.Equal(1, await letters.CountDroppedAsync(Token));
    }

    [Fact]
    public async Task Past_the_number_the_oldest_is_dropped_and_counted()
    {
        var letters = new SqliteDeadLetters(_sqlite.New(), maxLetters: 2);
        for (byte i = 1; i <= 2; i++)
            await letters.PutAsync([Letter(i)], Token);
        Assert.Equal(0, await letters.CountDroppedAsync(Token));

        await letters.PutAsync([Letter(3)], Token);

        Assert.Equal([3, 2], (await letters.ListAsync(cancellationToken: Token)).Select(letter => letter.Letter.Data.Span[0]));
        Assert.Equal(1, await letters.CountDroppedAsync(Token));
    }

    [Fact]
    public async Task Past_the_bytes_the_oldest_are_dropped_but_never_the_newest()
    {
        var letters = new SqliteDeadLetters(_sqlite.New(), maxBytes: 10);
        for (byte i = 1; i <= 3; i++)
            await letters.PutAsync([Letter(i, size: 4)], Token);
        Assert.Equal([3, 2], (await letters.ListAsync(cancellationToken: Token)).Select(letter => letter.Letter.Data.Span[0]));

        await letters.PutAsync([Letter(9, size: 100)], Token);

        Assert.Equal([9], (await letters.ListAsync(cancellationToken: Token)).Select(letter => letter.Letter.Data.Span[0]));
        Assert.Equal(3, await letters.CountDroppedAsync(Token));
    }

    [Fact]
    public async Task Past_the_number_a_device_pushes_its_own_out_and_not_those_of_others()
    {
        var letters = new SqliteDeadLetters(_sqlite.New(), maxLetters: 5);
        await letters.PutAsync([Letter(1, device: "quiet"), Letter(2, device: null)], Token);

        for (byte i = 10; i < 30; i++)
            await letters.PutAsync([Letter(i), Letter((byte)(i + 100))], Token);
        Assert.Equal([129, 29, 128, 2, 1], await KeptAsync(letters));

        // Its second letter: the one with most still has more.
        await letters.PutAsync([Letter(3, device: "quiet")], Token);
        Assert.Equal([3, 129, 29, 2, 1], await KeptAsync(letters));
    }

    [Fact]
    public async Task Of_devices_that_have_as_much_the_oldest_letter_is_dropped()
    {
        var letters = new SqliteDeadLetters(_sqlite.New(), maxLetters: 2);
        await letters.PutAsync([Letter(1, device: "a"), Letter(2, device: "b"), Letter(3, device: "c"), Letter(4, device: null)], Token);

        Assert.Equal([4, 3], await KeptAsync(letters));
    }

    [Fact]
    public async Task Past_the_bytes_the_device_with_the_most_bytes_loses_its_oldest()
    {
        var letters = new SqliteDeadLetters(_sqlite.New(), maxBytes: 100);
        await letters.PutAsync([Letter(1, device: "a"), Letter(2, device: "a"), Letter(3, device: "a")], Token);

        await letters.PutAsync([Letter(4, size: 60, device: "b"), Letter(5, size: 60, device: "b")], Token);

        Assert.Equal([5, 3, 2, 1], await KeptAsync(letters));
    }

    private static async Task<IEnumerable<int>> KeptAsync(SqliteDeadLetters letters) =>
        (await letters.ListAsync(cancellationToken: Token)).Select(letter => (int)letter.Letter.Data.Span[0]);
}

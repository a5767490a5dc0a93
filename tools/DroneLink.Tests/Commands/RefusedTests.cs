using DroneLink.CloudSdk.Embedded;
using DroneLink.CloudSdk.Ingest;
using DroneLink.Tool.GroundStation;

namespace DroneLink.Tool.Tests.Commands;

public sealed class RefusedTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Letters_AreListedNewestFirst()
    {
        using var folder = new TestFolder();
        using (var cloud = Open(folder))
        {
            var first = new DeadLetter("kite", "crc", "The CRC does not fit.", new byte[] { 0xD7, 1, 2 }, Noon);
            await cloud.DeadLetters.PutAsync([first], Token);
            await cloud.DeadLetters.PutAsync([first with { ReceivedAt = Noon.AddSeconds(1) }], Token);
            await cloud.DeadLetters.PutAsync([new DeadLetter(null, "store", "two\nlines", new byte[40], Noon.AddMinutes(1))], Token);
        }

        var all = await CommandRun.OfAsync("refused", "--data", folder.Root);
        var newest = await CommandRun.OfAsync("refused", "--data", folder.Root, "--limit", "1");

        Assert.Equal((0, ""), (all.ExitCode, all.Error));
        Assert.Equal(
            [
                $"2026-05-01T12:01:00.000Z - store times=1 bytes=40 {new string('0', 32)}… two lines",
                "2026-05-01T12:00:01.000Z kite crc times=2 bytes=3 d70102 The CRC does not fit.",
            ],
            all.OutputLines);
        Assert.Equal(all.OutputLines[..1], newest.OutputLines);
    }

    [Fact]
    public async Task Dropped_AreSaid()
    {
        using var folder = new TestFolder();
        using (var database = SqliteDatabase.Open(folder.At(GroundStationOptions.DatabaseName)))
        {
            var letters = new SqliteDeadLetters(database, maxLetters: 1);
            for (byte i = 0; i < 3; i++) await letters.PutAsync([new DeadLetter("kite", "crc", "no", new byte[] { i }, Noon)], Token);
        }

        var run = await CommandRun.OfAsync("refused", "--data", folder.Root);

        Assert.Equal("2 older ones were dropped to make room.", run.OutputLines[^1]);
        Assert.Equal(2, run.OutputLines.Length);
    }

    [Fact]
    public async Task NoLetters_IsSaid()
    {
        using var folder = new TestFolder();
        Open(folder).Dispose();

        var run = await CommandRun.OfAsync("refused", "--data", folder.Root);

        Assert.Equal((0, "Nothing was refused."), (run.ExitCode, Assert.Single(run.OutputLines)));
    }

    [Fact]
    public async Task FolderOfNoStation_IsAnErrorAndMakesNothing()
    {
        using var folder = new TestFolder();

        var run = await CommandRun.OfAsync("refused", "--data", folder.At("misspelled"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("--data", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Root));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static EmbeddedCloud Open(TestFolder folder) => EmbeddedCloud.Open(folder.At(GroundStationOptions.DatabaseName));
}

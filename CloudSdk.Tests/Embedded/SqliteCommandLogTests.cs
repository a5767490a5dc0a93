using System.Text;
using DroneLink.CloudSdk.Commands;
using DroneLink.CloudSdk.Embedded;
using DroneLink.CloudSdk.Tests.Commands;

namespace DroneLink.CloudSdk.Tests.Embedded;

public sealed class SqliteCommandLogTests : CommandLogContract, IDisposable
{
    private readonly SqliteFixture _sqlite = new();

    public SqliteCommandLogTests() => Log = new SqliteCommandLog(_sqlite.New());

    protected override ICommandLog Log { get; }

    public void Dispose() => _sqlite.Dispose();

    [Fact]
    public async Task No_byte_of_the_file_has_a_secret_after_the_end()
    {
        const string Secret = "00112233445566778899aabbccddeeff";
        using var folder = new TempFolder();
        using (var database = SqliteDatabase.Open(folder["commands.db"]))
        {
            var log = new SqliteCommandLog(database);
            for (var i = 0; i < 200; i++)
                await log.AddAsync(Command($"c{i}") with { SecretParameters = Secret + i }, Token);
        }

        Assert.Equal(200, Count());
        using (var database = SqliteDatabase.Open(folder["commands.db"]))
        {
            var log = new SqliteCommandLog(database);
            for (var i = 0; i < 200; i++)
                await log.AdvanceAsync("kite", $"c{i}", CommandStatus.Done, Now, null, Token);
        }

        Assert.Equal(0, Count());

        int Count() => Encoding.Latin1.GetString(File.ReadAllBytes(folder["commands.db"])).Split(Secret).Length - 1;
    }
}

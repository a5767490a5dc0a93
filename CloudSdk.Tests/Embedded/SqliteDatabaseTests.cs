using DroneLink.CloudSdk.Embedded;
using DroneLink.CloudSdk.Ingest;
using Microsoft.Data.Sqlite;

namespace DroneLink.CloudSdk.Tests.Embedded;

public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_of_something_else_is_refused_and_left_alone()
    {
        File.WriteAllText(_folder["notes.txt"], new string('x', 5000));

        var exception = Assert.Throws<InvalidDataException>(() => SqliteDatabase.Open(_folder["notes.txt"]));

        Assert.Contains("notes.txt", exception.Message);
        Assert.Contains("is not a DroneLink database", exception.Message);
        Assert.Equal(new string('x', 5000), File.ReadAllText(_folder["notes.txt"]));
    }

    [Fact]
    public void A_database_of_another_program_is_refused_and_left_alone()
    {
        Sql("other.db", "CREATE TABLE t (a); PRAGMA user_version = 0");

        var exception = Assert.Throws<InvalidDataException>(() => SqliteDatabase.Open(_folder["other.db"]));

        Assert.Contains("of another program", exception.Message);
        Assert.Equal(1L, Sql("other.db", "SELECT count(*) FROM sqlite_schema"));
    }

    [Fact]
    public void A_file_of_a_newer_version_is_refused()
    {
        SqliteDatabase.Open(_folder["new.db"]).Dispose();
        Sql("new.db", "PRAGMA user_version = 99");

        Assert.Contains("newer version: its schema is 99", Assert.Throws<InvalidDataException>(() => SqliteDatabase.Open(_folder["new.db"])).Message);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named() =>
        Assert.ThrowsAny<IOException>(() => SqliteDatabase.Open(_folder["missing/cloud.db"]));

    [Fact]
    public void A_file_of_the_first_version_is_brought_up_to_this_one()
    {
        SqliteDatabase.Open(_folder["old.db"]).Dispose();
        Sql(
            "old.db",
            """
            DROP INDEX dead_letters_by_device; DROP TABLE api_tokens; DROP TABLE commands;
            DROP TABLE ota_releases; DROP TABLE ota_rollouts; DROP TABLE ota_devices; DROP TABLE ota_serials; PRAGMA user_version = 1
            """);

        SqliteDatabase.Open(_folder["old.db"]).Dispose();

        Assert.Equal(1L, Sql("old.db", "SELECT count(*) FROM sqlite_schema WHERE name = 'dead_letters_by_device'"));
        Assert.Equal(2L, Sql("old.db", "SELECT count(*) FROM sqlite_schema WHERE name IN ('api_tokens', 'commands')"));
        Assert.Equal(4L, Sql("old.db", "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name LIKE 'ota%'"));
        Assert.Equal(1L, Sql("old.db", "SELECT count(*) FROM pragma_table_info('commands') WHERE name = 'secret'"));
        Assert.Equal(5L, Sql("old.db", "PRAGMA user_version"));
    }

    [Fact]
    public void An_empty_file_becomes_a_database()
    {
        File.WriteAllBytes(_folder["empty.db"], []);

        SqliteDatabase.Open(_folder["empty.db"]).Dispose();

        Assert.Equal(5L, Sql("empty.db", "PRAGMA user_version"));
        Assert.Equal("wal", Sql("empty.db", "PRAGMA journal_mode"));
    }

    [Fact]
    public void Its_owner_alone_can_read_it()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes.");
            return;
        }

        SqliteDatabase.Open(_folder["cloud.db"]).Dispose();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder["cloud.db"]));
    }

    [Fact]
    public async Task Several_may_create_and_open_it_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
        {
            using var database = SqliteDatabase.Open(_folder["cloud.db"]);
            await new SqliteDeviceRegistry(database).AddAsync(new DeviceIdentity($"drone-{i}", "fleet", new byte[32], "drone", null));
        })));

        using var again = SqliteDatabase.Open(_folder["cloud.db"]);
        Assert.Equal(4, (await new SqliteDeviceRegistry(again).ListAsync(TestContext.Current.CancellationToken)).Count);
    }

    [Fact]
    public async Task After_closing_it_says_so()
    {
        var database = SqliteDatabase.Open(_folder["cloud.db"]);
        database.Dispose();
        database.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await new SqliteDeviceRegistry(database).ListAsync(TestContext.Current.CancellationToken));
    }

    private object? Sql(string name, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder[name]};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}

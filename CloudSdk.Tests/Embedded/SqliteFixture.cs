using DroneLink.CloudSdk.Embedded;

namespace DroneLink.CloudSdk.Tests.Embedded;

/// <summary>Databases that live as long as their test.</summary>
internal sealed class SqliteFixture : IDisposable
{
    private readonly List<SqliteDatabase> _databases = [];
    private readonly TempFolder _folder = new();

    public SqliteDatabase New() => Open($"{_databases.Count}.db");

    public SqliteDatabase Open(string name)
    {
        var database = SqliteDatabase.Open(_folder[name]);
        _databases.Add(database);
        return database;
    }

    public void Dispose()
    {
        foreach (var database in _databases)
            database.Dispose();
        _folder.Dispose();
    }
}

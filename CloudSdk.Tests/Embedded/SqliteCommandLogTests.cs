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
}

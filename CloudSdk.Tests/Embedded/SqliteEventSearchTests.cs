using DroneLink.CloudSdk.Embedded;
using DroneLink.CloudSdk.Search;
using DroneLink.CloudSdk.Tests.Search;

namespace DroneLink.CloudSdk.Tests.Embedded;

public sealed class SqliteEventSearchTests : EventSearchContract, IDisposable
{
    private readonly SqliteFixture _sqlite = new();

    public SqliteEventSearchTests() => Search = new SqliteEventSearch(_sqlite.New());

    protected override IEventSearch Search { get; }

    public void Dispose() => _sqlite.Dispose();
}

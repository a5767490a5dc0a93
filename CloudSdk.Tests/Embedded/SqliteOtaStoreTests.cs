using DroneLink.CloudSdk.Embedded;
using DroneLink.CloudSdk.Ota;
using DroneLink.CloudSdk.Tests.Ota;

namespace DroneLink.CloudSdk.Tests.Embedded;

public sealed class SqliteReleaseStoreTests : ReleaseStoreContract, IDisposable
{
    private readonly SqliteFixture _sqlite = new();

    public SqliteReleaseStoreTests() => Store = new SqliteReleaseStore(_sqlite.New());

    protected override IReleaseStore Store { get; }

    public void Dispose() => _sqlite.Dispose();
}

public sealed class SqliteRolloutStoreTests : RolloutStoreContract, IDisposable
{
    private readonly SqliteFixture _sqlite = new();

    public SqliteRolloutStoreTests() => Store = new SqliteRolloutStore(_sqlite.New());

    protected override IRolloutStore Store { get; }

    public void Dispose() => _sqlite.Dispose();
}

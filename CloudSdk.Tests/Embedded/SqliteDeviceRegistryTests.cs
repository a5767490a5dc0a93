using DroneLink.CloudSdk.Embedded;
using DroneLink.CloudSdk.Query;
using DroneLink.CloudSdk.Tests.Ingest;

namespace DroneLink.CloudSdk.Tests.Embedded;

public sealed class SqliteDeviceRegistryTests : DeviceRegistrarContract, IDisposable
{
    private readonly SqliteFixture _sqlite = new();

    public SqliteDeviceRegistryTests() => Registry = new SqliteDeviceRegistry(_sqlite.New());

    protected override IDeviceRegistrar Registry { get; }

    public void Dispose() => _sqlite.Dispose();
}

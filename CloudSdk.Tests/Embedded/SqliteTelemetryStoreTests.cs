using DroneLink.CloudSdk.Embedded;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Tests.Storage;

namespace DroneLink.CloudSdk.Tests.Embedded;

public sealed class SqliteTelemetryStoreTests : TelemetryStoreContract, IDisposable
{
    private readonly SqliteFixture _sqlite = new();

    public SqliteTelemetryStoreTests() => Store = NewStore();

    protected override ITelemetryStore Store { get; }

    protected override ITelemetryStore NewStore() => new SqliteTelemetryStore(_sqlite.New());

    public void Dispose() => _sqlite.Dispose();
}

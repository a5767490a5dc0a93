using DroneLink.CloudSdk.Authorization;
using DroneLink.CloudSdk.Embedded;
using DroneLink.CloudSdk.Tests.Authorization;

namespace DroneLink.CloudSdk.Tests.Embedded;

public sealed class SqliteApiTokensTests : ApiTokensContract, IDisposable
{
    private readonly SqliteFixture _sqlite = new();

    public SqliteApiTokensTests() => Tokens = new SqliteApiTokens(_sqlite.New(), Clock);

    protected override IApiTokens Tokens { get; }

    public void Dispose() => _sqlite.Dispose();
}

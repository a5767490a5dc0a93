using DroneLink.CloudSdk.Authorization;
using DroneLink.CloudSdk.Embedded;
using DroneLink.CloudSdk.Tests.Embedded;

namespace DroneLink.CloudSdk.Tests.Authorization;

/// <summary>The contract on what other tests use in place of a store.</summary>
public sealed class FakeApiTokensTests : ApiTokensContract
{
    public FakeApiTokensTests() => Tokens = new FakeApiTokens(Clock);

    protected override IApiTokens Tokens { get; }
}

/// <summary>The contract on one machine.</summary>
public sealed class SqliteApiTokensTests : ApiTokensContract, IDisposable
{
    private readonly SqliteFixture _sqlite = new();

    public SqliteApiTokensTests() => Tokens = new SqliteApiTokens(_sqlite.New(), Clock);

    protected override IApiTokens Tokens { get; }

    public void Dispose() => _sqlite.Dispose();
}

using DroneLink.CloudSdk.Authorization;

namespace DroneLink.CloudSdk.Tests.Authorization;

/// <summary>The contract on what other tests use in place of a store.</summary>
public sealed class FakeApiTokensTests : ApiTokensContract
{
    public FakeApiTokensTests() => Tokens = new FakeApiTokens(Clock);

    protected override IApiTokens Tokens { get; }
}

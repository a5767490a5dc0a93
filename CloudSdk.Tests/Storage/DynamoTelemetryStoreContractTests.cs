using DroneLink.CloudSdk.Storage;

namespace DroneLink.CloudSdk.Tests.Storage;

public sealed class DynamoTelemetryStoreContractTests : TelemetryStoreContract
{
    public DynamoTelemetryStoreContractTests() => Store = NewStore();

    protected override ITelemetryStore Store { get; }

    protected override ITelemetryStore NewStore() => new DynamoTelemetryStore(DynamoFixture.Open(new DynamoFake()));
}

/// <summary>The contract over the wire, on a DynamoDB that is not ours.</summary>
public sealed class DynaliteTelemetryStoreTests : TelemetryStoreContract, IClassFixture<DynamoFixture>
{
    private readonly DynamoFixture _dynamo;

    public DynaliteTelemetryStoreTests(DynamoFixture dynamo)
    {
        _dynamo = dynamo;
        Assert.SkipWhen(dynamo.WhyNot is not null, dynamo.WhyNot ?? "");
        Store = NewStore();
    }

    protected override ITelemetryStore Store { get; }

    protected override ITelemetryStore NewStore() => new DynamoTelemetryStore(_dynamo.New());
}

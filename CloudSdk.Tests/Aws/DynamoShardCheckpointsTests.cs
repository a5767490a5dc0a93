using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DroneLink.CloudSdk.Aws;
using DroneLink.Emulators;
using static DroneLink.CloudSdk.Tests.Storage.TestRecords;

namespace DroneLink.CloudSdk.Tests.Aws;

public sealed class DynamoShardCheckpointsTests(Dynalite dynalite) : IClassFixture<Dynalite>, IAsyncLifetime
{
    private readonly string _table = $"t{Guid.NewGuid():N}";
    private AmazonDynamoDBClient? _client;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(dynalite.WhyNot is not null, dynalite.WhyNot ?? "");
        _client = dynalite.Connect();
        await _client.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = _table,
                KeySchema = [new KeySchemaElement("pk", KeyType.HASH), new KeySchemaElement("sk", KeyType.RANGE)],
                AttributeDefinitions = [new AttributeDefinition("pk", ScalarAttributeType.S), new AttributeDefinition("sk", ScalarAttributeType.S)],
                BillingMode = BillingMode.PAY_PER_REQUEST,
            },
            Token);
    }

    public ValueTask DisposeAsync()
    {
        _client?.Dispose();
        return default;
    }

    [Fact]
    public async Task What_is_saved_is_found_and_nothing_else()
    {
        await Open().SaveAsync("shard-1", "49590338271490256608559692538361571095921575989136588898", Token);

        Assert.Equal("49590338271490256608559692538361571095921575989136588898", await Open().FindAsync("shard-1", Token));
        Assert.Null(await Open().FindAsync("shard-2", Token));
        Assert.Null(await Open("other").FindAsync("shard-1", Token));
    }

    [Fact]
    public async Task A_checkpoint_never_goes_back_and_is_a_number()
    {
        await Open().SaveAsync("shard-1", "9", Token);
        await Open().SaveAsync("shard-1", "10", Token);
        await Open().SaveAsync("shard-1", "9", Token);

        Assert.Equal("10", await Open().FindAsync("shard-1", Token));
    }

    private DynamoShardCheckpoints Open(string stream = "telemetry") => new(_client!, _table, stream);
}

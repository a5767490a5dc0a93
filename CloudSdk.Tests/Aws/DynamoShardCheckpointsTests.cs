using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DroneLink.CloudSdk.Aws;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Tests.Storage;
using static DroneLink.CloudSdk.Tests.Storage.TestRecords;

namespace DroneLink.CloudSdk.Tests.Aws;

public sealed class DynamoShardCheckpointsTests(DynamoTarget dynamo) : IClassFixture<DynamoTarget>, IAsyncLifetime
{
    private AmazonDynamoDBClient? _client;
    private DynamoTable? _table;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(dynamo.WhyNot is not null, dynamo.WhyNot ?? "");
        _client = dynamo.Connect();
        _table = new DynamoTable(_client, AwsTarget.NewName(), TimeProvider.System);
        await _table.CreateIfMissingAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_table is not null)
            await _client!.DeleteTableAsync(_table.Name, CancellationToken.None);
        _client?.Dispose();
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

    [Theory]
    [InlineData(DynamoTableOptions.DefaultMaxAttempts - 1, true)]
    [InlineData(DynamoTableOptions.DefaultMaxAttempts, false)]
    public async Task Another_pipeline_that_is_ahead_every_time_is_waited_for_and_not_for_ever(int timesAhead, bool isSaved)
    {
        using var fake = new DynamoFake();
        var table = DynamoFixture.Open(fake);
        var other = new DynamoShardCheckpoints(table, "telemetry");
        var isOther = false;
        var ahead = 0;
        fake.Between = async (_, request) =>
        {
            if (request is not PutItemRequest || isOther || ahead == timesAhead)
                return;
            isOther = true;
            await other.SaveAsync("shard-1", $"{++ahead}", Token);
            isOther = false;
        };

        var saving = new DynamoShardCheckpoints(table, "telemetry").SaveAsync("shard-1", "100", Token).AsTask();

        if (isSaved)
            await saving;
        else
            await Assert.ThrowsAsync<TransactionConflictException>(() => saving);
        Assert.Equal(isSaved ? "100" : $"{timesAhead}", await other.FindAsync("shard-1", Token));
    }

    private DynamoShardCheckpoints Open(string stream = "telemetry") => new(_table!, stream);
}

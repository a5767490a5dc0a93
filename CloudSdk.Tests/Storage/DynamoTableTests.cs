using Amazon.DynamoDBv2.Model;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Tests.Aws;
using static DroneLink.CloudSdk.Tests.Storage.TestRecords;

namespace DroneLink.CloudSdk.Tests.Storage;

/// <summary>On a DynamoDB that is not ours.</summary>
public sealed class DynamoTableTests : IDisposable
{
    private readonly DynamoTarget _dynamo = new();

    public DynamoTableTests() => Assert.SkipWhen(_dynamo.WhyNot is not null, _dynamo.WhyNot ?? "");

    public void Dispose() => _dynamo.Dispose();

    [Fact]
    public async Task A_table_is_made_once_by_however_many_at_once_and_keeps_what_is_in_it()
    {
        using var client = _dynamo.Connect();
        var name = AwsTarget.NewName();
        try
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => new DynamoTable(client, name, TimeProvider.System).CreateIfMissingAsync(Token).AsTask()));
            var table = new DynamoTable(client, name, TimeProvider.System);
            await new DynamoTelemetryStore(table).StoreAsync(Record(1).At(Now));
            await table.CreateIfMissingAsync(Token);

            Assert.Single(await new DynamoTelemetryStore(table).ListDevicesAsync(Token));
            var described = (await client.DescribeTableAsync(name, Token)).Table;
            Assert.Equal([("pk", "HASH"), ("sk", "RANGE")], described.KeySchema.Select(key => (key.AttributeName, key.KeyType.Value)));
        }
        finally
        {
            await client.DeleteTableAsync(name, CancellationToken.None);
        }
    }

    [Fact]
    public async Task A_missing_table_is_named_with_what_to_do()
    {
        using var client = _dynamo.Connect();
        var store = new DynamoTelemetryStore(new DynamoTable(client, "no-such-table", TimeProvider.System));

        var exception = await Assert.ThrowsAsync<ResourceNotFoundException>(async () => await store.FindDeviceAsync("drone-1", Token));
        Assert.StartsWith("There is no DynamoDB table 'no-such-table' at ", exception.Message, StringComparison.Ordinal);
        Assert.False(Assert.Single(await store.WriteAsync([Record(1).At(Now)], Token)).IsPoison);
    }
}

using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace DroneLink.CloudSdk.Tests.Iot;

/// <summary>Makes tables as the one of DroneLink is: keys <c>pk</c> and <c>sk</c>.</summary>
internal static class DynamoTable
{
    /// <summary>Makes one with a name of its own.</summary>
    public static async Task<string> CreateAsync(IAmazonDynamoDB client)
    {
        var name = $"dronelink-{Guid.NewGuid():N}";
        await client.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = name,
                BillingMode = BillingMode.PAY_PER_REQUEST,
                AttributeDefinitions = [new("pk", ScalarAttributeType.S), new("sk", ScalarAttributeType.S)],
                KeySchema = [new("pk", KeyType.HASH), new("sk", KeyType.RANGE)],
            },
            TestContext.Current.CancellationToken);
        while ((await client.DescribeTableAsync(name, TestContext.Current.CancellationToken)).Table.TableStatus != TableStatus.ACTIVE)
            await Task.Yield();
        return name;
    }
}

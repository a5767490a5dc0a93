using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace DroneLink.CloudSdk.Aws;

/// <summary>
/// Keeps checkpoints in the table, one item a shard: pk <c>SHARD#{stream}</c>, sk the shard, <c>seq</c> its last record that is done. Of two
/// pipelines the further one is right, so a checkpoint never goes back. Thread safe. Borrows the client.
/// </summary>
/// <param name="client">Makes the calls.</param>
/// <param name="tableName">The table.</param>
/// <param name="streamName">The stream.</param>
public sealed class DynamoShardCheckpoints(IAmazonDynamoDB client, string tableName, string streamName) : IShardCheckpoints
{
    // Sequence numbers are decimal numbers of up to 56 digits (129 at most, says the API); of one length they compare as text.
    private const int Digits = 129;

    /// <inheritdoc/>
    public async ValueTask<string?> FindAsync(string shardId, CancellationToken cancellationToken = default)
    {
        var answer = await client.GetItemAsync(
            new GetItemRequest { TableName = tableName, Key = Key(shardId), ConsistentRead = true }, cancellationToken).ConfigureAwait(false);
        return answer.Item?.GetValueOrDefault("seq")?.S?.TrimStart('0');
    }

    /// <inheritdoc/>
    public async ValueTask SaveAsync(string shardId, string sequenceNumber, CancellationToken cancellationToken = default)
    {
        try
        {
            await client.UpdateItemAsync(
                new UpdateItemRequest
                {
                    TableName = tableName,
                    Key = Key(shardId),
                    UpdateExpression = "SET seq = :seq",
                    ConditionExpression = "attribute_not_exists(seq) OR seq < :seq",
                    ExpressionAttributeValues = new() { [":seq"] = new AttributeValue(sequenceNumber.PadLeft(Digits, '0')) },
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (ConditionalCheckFailedException)
        {
            // Another one is further.
        }
    }

    private Dictionary<string, AttributeValue> Key(string shardId) =>
        new() { ["pk"] = new AttributeValue("SHARD#" + streamName), ["sk"] = new AttributeValue(shardId) };
}

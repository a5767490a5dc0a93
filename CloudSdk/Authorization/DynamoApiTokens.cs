using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace DroneLink.CloudSdk.Authorization;

/// <summary>
/// The tokens on DynamoDB. A token is two items: <c>TOKEN#{hash}</c>, which makes it good, and one under <c>TOKEN#names</c>, by which it
/// is listed and revoked. The name is taken first and given back last, so that whatever is cut off in between, what is good can be
/// revoked. Thread safe. Borrows the client, whose retries count.
/// </summary>
/// <param name="client">Speaks to DynamoDB.</param>
/// <param name="table">Name of the table: keys <c>pk</c> and <c>sk</c>, TTL on <c>expires</c>.</param>
/// <param name="timeProvider">The clock by which a token expires; null for the system's.</param>
public sealed class DynamoApiTokens(IAmazonDynamoDB client, string table, TimeProvider? timeProvider = null) : IApiTokens
{
    private const string NamesKey = "TOKEN#names";
    private const string TokenSortKey = "token";

    private readonly IAmazonDynamoDB _client = client ?? throw new ArgumentNullException(nameof(client));
    private readonly string _table = table ?? throw new ArgumentNullException(nameof(table));
    private readonly TimeProvider _clock = timeProvider ?? TimeProvider.System;

    /// <inheritdoc/>
    public async ValueTask AddAsync(ReadOnlyMemory<byte> hash, ApiToken token, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        token.Check(hash);
        var hex = Convert.ToHexStringLower(hash.Span);
        try
        {
            await _client.PutItemAsync(
                new PutItemRequest
                {
                    TableName = _table,
                    Item = Item(NamesKey, token.Name, token, hex),
                    ConditionExpression = "attribute_not_exists(pk) OR expires <= :now",
                    ExpressionAttributeValues = new() { [":now"] = Number(_clock.GetUtcNow().ToUnixTimeSeconds()) },
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (ConditionalCheckFailedException)
        {
            throw ApiToken.NameIsTaken(token.Name);
        }

        await _client.PutItemAsync(
            new PutItemRequest { TableName = _table, Item = Item("TOKEN#" + hex, TokenSortKey, token, hex) }, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<ApiToken?> FindAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken = default)
    {
        var answer = await _client.GetItemAsync(
            new GetItemRequest { TableName = _table, Key = Key("TOKEN#" + Convert.ToHexStringLower(hash.Span), TokenSortKey), ConsistentRead = true },
            cancellationToken).ConfigureAwait(false);
        return answer.Item is { Count: > 0 } item ? Good(item) : null;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ApiToken>> ListAsync(CancellationToken cancellationToken = default)
    {
        var tokens = new List<ApiToken>();
        var request = new QueryRequest
        {
            TableName = _table,
            KeyConditionExpression = "pk = :names",
            ExpressionAttributeValues = new() { [":names"] = new AttributeValue(NamesKey) },
            ConsistentRead = true,
        };
        do
        {
            var page = await _client.QueryAsync(request, cancellationToken).ConfigureAwait(false);
            tokens.AddRange((page.Items ?? []).Select(Good).OfType<ApiToken>());
            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
        return tokens;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RevokeAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0)
            return false;
        var answer = await _client.GetItemAsync(
            new GetItemRequest { TableName = _table, Key = Key(NamesKey, name), ConsistentRead = true }, cancellationToken).ConfigureAwait(false);
        if (answer.Item is not { Count: > 0 } item)
            return false;
        var hash = item["hash"];
        await _client.DeleteItemAsync(
            new DeleteItemRequest { TableName = _table, Key = Key("TOKEN#" + hash.S, TokenSortKey) }, cancellationToken).ConfigureAwait(false);
        try
        {
            await _client.DeleteItemAsync(
                new DeleteItemRequest
                {
                    TableName = _table,
                    Key = Key(NamesKey, name),
                    ConditionExpression = "attribute_not_exists(pk) OR #hash = :hash",
                    ExpressionAttributeNames = new() { ["#hash"] = "hash" },
                    ExpressionAttributeValues = new() { [":hash"] = hash },
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (ConditionalCheckFailedException)
        {
            // Somebody else revoked it meanwhile and gave its name to another token, which stays.
        }

        return Good(item) is not null;
    }

    // DynamoDB deletes what has expired days later.
    private ApiToken? Good(Dictionary<string, AttributeValue> item)
    {
        var token = new ApiToken(
            item["name"].S,
            (ApiScopes)int.Parse(item["scopes"].N, CultureInfo.InvariantCulture),
            item.GetValueOrDefault("fleetId")?.S,
            item.GetValueOrDefault("expires")?.N is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds, CultureInfo.InvariantCulture)) : null);
        return token.IsExpired(_clock.GetUtcNow()) ? null : token;
    }

    private static Dictionary<string, AttributeValue> Item(string pk, string sk, ApiToken token, string hash)
    {
        var item = Key(pk, sk);
        item["name"] = new AttributeValue(token.Name);
        item["scopes"] = Number((int)token.Scopes);
        item["hash"] = new AttributeValue(hash);
        if (token.FleetId is { } fleet)
            item["fleetId"] = new AttributeValue(fleet);
        if (token.ExpiresAt is { } expiresAt)
            item["expires"] = Number(expiresAt.ToUnixTimeSeconds());
        return item;
    }

    private static Dictionary<string, AttributeValue> Key(string pk, string sk) =>
        new() { ["pk"] = new AttributeValue(pk), ["sk"] = new AttributeValue(sk) };

    private static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };
}

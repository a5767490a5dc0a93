using System.Globalization;
using Amazon.DynamoDBv2.Model;
using DroneLink.CloudSdk.Storage;

namespace DroneLink.CloudSdk.Authorization;

/// <summary>
/// The tokens on DynamoDB. A token is two items: <c>TOKEN#{hash}</c>, which makes it good, and one under <c>TOKEN#names</c>, by which it
/// is listed and revoked. The name is taken first and given back last, so that whatever is cut off in between, what is good can be
/// revoked. Thread safe.
/// </summary>
/// <param name="table">Where they are kept; its clock says when a token expires.</param>
public sealed class DynamoApiTokens(DynamoTable table) : IApiTokens
{
    private const string NamesKey = "TOKEN#names";
    private const string TokenSortKey = "token";

    private readonly DynamoTable _table = table ?? throw new ArgumentNullException(nameof(table));

    /// <inheritdoc/>
    public async ValueTask AddAsync(ReadOnlyMemory<byte> hash, ApiToken token, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        token.Check(hash);
        var hex = Convert.ToHexStringLower(hash.Span);
        var name = Item(NamesKey, token.Name, token, hex);
        try
        {
            var request = new PutItemRequest
            {
                TableName = _table.Name,
                Item = name,
                ConditionExpression = "attribute_not_exists(pk) OR expires <= :now OR #hash = :hash",
                ExpressionAttributeNames = new() { ["#hash"] = "hash" },
                ExpressionAttributeValues = new()
                {
                    [":now"] = DynamoItem.Number(_table.TimeProvider.GetUtcNow().ToUnixTimeSeconds()),

                    // An attempt whose answer was lost has put it already.
                    [":hash"] = name["hash"],
                },
            };
            await _table.SendAsync((client, attempt) => client.PutItemAsync(request, attempt), cancellationToken).ConfigureAwait(false);
        }
        catch (ConditionalCheckFailedException)
        {
            throw ApiToken.NameIsTaken(token.Name);
        }

        var put = new PutItemRequest { TableName = _table.Name, Item = Item("TOKEN#" + hex, TokenSortKey, token, hex) };
        await _table.SendAsync((client, attempt) => client.PutItemAsync(put, attempt), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<ApiToken?> FindAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken = default)
    {
        var item = await _table.GetAsync("TOKEN#" + Convert.ToHexStringLower(hash.Span), TokenSortKey, cancellationToken).ConfigureAwait(false);
        return item is null ? null : Good(item);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ApiToken>> ListAsync(CancellationToken cancellationToken = default)
    {
        var tokens = new List<ApiToken>();
        await foreach (var page in _table.QueryAsync(NamesKey, " ", "~", cancellationToken).ConfigureAwait(false))
            tokens.AddRange(page.Select(Good).OfType<ApiToken>());
        return tokens;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RevokeAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0 || await _table.GetAsync(NamesKey, name, cancellationToken).ConfigureAwait(false) is not { } item)
            return false;
        var hash = item["hash"];
        await _table.DeleteAsync("TOKEN#" + hash.S, TokenSortKey, cancellationToken).ConfigureAwait(false);
        try
        {
            var request = new DeleteItemRequest
            {
                TableName = _table.Name,
                Key = DynamoItem.Key(NamesKey, name),
                ConditionExpression = "attribute_not_exists(pk) OR #hash = :hash",
                ExpressionAttributeNames = new() { ["#hash"] = "hash" },
                ExpressionAttributeValues = new() { [":hash"] = hash },
            };
            await _table.SendAsync((client, attempt) => client.DeleteItemAsync(request, attempt), cancellationToken).ConfigureAwait(false);
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
        return token.IsExpired(_table.TimeProvider.GetUtcNow()) ? null : token;
    }

    private static Dictionary<string, AttributeValue> Item(string pk, string sk, ApiToken token, string hash)
    {
        var item = DynamoItem.Key(pk, sk);
        item["name"] = new AttributeValue(token.Name);
        item["scopes"] = DynamoItem.Number((int)token.Scopes);
        item["hash"] = new AttributeValue(hash);
        if (token.FleetId is { } fleet)
            item["fleetId"] = new AttributeValue(fleet);
        if (token.ExpiresAt is { } expiresAt)
            item["expires"] = DynamoItem.Number(expiresAt.ToUnixTimeSeconds());
        return item;
    }
}

using System.Globalization;
using Amazon.DynamoDBv2.Model;
using DroneLink.CloudSdk.Storage;

namespace DroneLink.CloudSdk.Authorization;

/// <summary>
/// The tokens on DynamoDB. A token is two items: <c>TOKEN#{hash}</c>, which makes it good, and one under <c>TOKEN#names</c>, by which it
/// is listed and revoked. The name is taken first and given back last, so that whatever is cut off in between, what is good can be
/// revoked. A revocation stays in the place of the token for a day, so that an add that is still under way cannot undo it. Thread safe.
/// </summary>
/// <param name="table">Where they are kept; its clock says when a token expires.</param>
public sealed class DynamoApiTokens(DynamoTable table) : IApiTokens
{
    private const string NamesKey = "TOKEN#names";
    private const string TokenSortKey = "token";
    private const string Revoked = "revoked";

    // No signed request is taken later than minutes after it was made.
    private static readonly TimeSpan RevokedFor = TimeSpan.FromDays(1);

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

        try
        {
            var request = new PutItemRequest
            {
                TableName = _table.Name,
                Item = Item(TokenKey(hex), TokenSortKey, token, hex),
                ConditionExpression = $"attribute_not_exists({Revoked})",
            };
            await _table.SendAsync((client, attempt) => client.PutItemAsync(request, attempt), cancellationToken).ConfigureAwait(false);
        }
        catch (ConditionalCheckFailedException)
        {
            await GiveBackAsync(token.Name, name["hash"], cancellationToken).ConfigureAwait(false);
            throw new InvalidOperationException($"The token '{token.Name}' was revoked before it was good.");
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ApiToken?> FindAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken = default)
    {
        var item = await _table.GetAsync(TokenKey(Convert.ToHexStringLower(hash.Span)), TokenSortKey, cancellationToken).ConfigureAwait(false);
        return item is null || item.ContainsKey(Revoked) ? null : Good(item);
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
        var revoked = DynamoItem.Key(TokenKey(hash.S), TokenSortKey);
        revoked[Revoked] = new AttributeValue(name);
        revoked[DynamoTable.Expires] = DynamoItem.Number((_table.TimeProvider.GetUtcNow() + RevokedFor).ToUnixTimeSeconds());
        var request = new PutItemRequest { TableName = _table.Name, Item = revoked };
        await _table.SendAsync((client, attempt) => client.PutItemAsync(request, attempt), cancellationToken).ConfigureAwait(false);
        await GiveBackAsync(name, hash, cancellationToken).ConfigureAwait(false);
        return Good(item) is not null;
    }

    private async Task GiveBackAsync(string name, AttributeValue hash, CancellationToken cancellationToken)
    {
        try
        {
            var request = new DeleteItemRequest
            {
                TableName = _table.Name,
                Key = DynamoItem.Key(NamesKey, name),
                ConditionExpression = "#hash = :hash",
                ExpressionAttributeNames = new() { ["#hash"] = "hash" },
                ExpressionAttributeValues = new() { [":hash"] = hash },
            };
            await _table.SendAsync((client, attempt) => client.DeleteItemAsync(request, attempt), cancellationToken).ConfigureAwait(false);
        }
        catch (ConditionalCheckFailedException)
        {
            // It was given back already, and may be another token's by now, which stays.
        }
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

    private static string TokenKey(string hash) => "TOKEN#" + hash;

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

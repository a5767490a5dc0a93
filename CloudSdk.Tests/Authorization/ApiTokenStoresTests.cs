using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DroneLink.CloudSdk.Authorization;
using DroneLink.CloudSdk.Embedded;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Tests.Aws;
using DroneLink.CloudSdk.Tests.Embedded;
using DroneLink.CloudSdk.Tests.Storage;

namespace DroneLink.CloudSdk.Tests.Authorization;

/// <summary>The contract on what other tests use in place of a store.</summary>
public sealed class FakeApiTokensTests : ApiTokensContract
{
    public FakeApiTokensTests() => Tokens = new FakeApiTokens(Clock);

    protected override IApiTokens Tokens { get; }
}

/// <summary>The contract on one machine.</summary>
public sealed class SqliteApiTokensTests : ApiTokensContract, IDisposable
{
    private readonly SqliteFixture _sqlite = new();

    public SqliteApiTokensTests() => Tokens = new SqliteApiTokens(_sqlite.New(), Clock);

    protected override IApiTokens Tokens { get; }

    public void Dispose() => _sqlite.Dispose();
}

/// <summary>The contract over the wire, on a DynamoDB that is not ours.</summary>
public sealed class DynamoApiTokensTests(DynamoTarget dynamo) : ApiTokensContract, IClassFixture<DynamoTarget>, IAsyncLifetime
{
    private AmazonDynamoDBClient? _client;
    private string _table = "";
    private DynamoApiTokens? _tokens;

    protected override IApiTokens Tokens => _tokens!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(dynamo.WhyNot is not null, dynamo.WhyNot ?? "");
        _client = dynamo.Connect();
        _table = AwsTarget.NewName();
        await new DynamoTable(_client, _table, TimeProvider.System).CreateIfMissingAsync(Token);
        _tokens = Open(_client);
    }

    public async ValueTask DisposeAsync()
    {
        if (_table.Length > 0)
            await _client!.DeleteTableAsync(_table, CancellationToken.None);
        _client?.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_lost_answer_takes_no_name_for_another_and_leaves_nothing_good(int call)
    {
        var wire = new LostAnswer(call);
        using var client = dynamo.Connect(wire);
        var tokens = Open(client);
        var hash = NewHash();

        await tokens.AddAsync(hash, new ApiToken("a", ApiScopes.Read, null, null), Token);
        Assert.NotNull(await Tokens.FindAsync(hash, Token));
        Assert.Single(await Tokens.ListAsync(Token));

        Assert.True(await tokens.RevokeAsync("a", Token));
        Assert.True(wire.Calls > call, "No answer was lost.");
        Assert.Null(await Tokens.FindAsync(hash, Token));
        Assert.Empty(await Tokens.ListAsync(Token));
    }

    [Fact]
    public async Task Nothing_that_is_kept_is_the_token_and_TTL_is_in_seconds()
    {
        var text = ApiTokenText.Create();
        Assert.True(ApiTokenText.TryHash(text, out var hash));
        await Tokens.AddAsync(hash, new ApiToken("a", ApiScopes.Read, "f", Now.AddDays(1)), Token);

        var items = (await _client!.ScanAsync(new ScanRequest { TableName = _table }, Token)).Items;

        Assert.Equal(2, items.Count);
        Assert.All(items, item => Assert.StartsWith("TOKEN#", item["pk"].S));
        Assert.All(items, item => Assert.Equal(Now.AddDays(1).ToUnixTimeSeconds().ToString(), item["expires"].N));
        Assert.DoesNotContain(items.SelectMany(item => item.Values), value => (value.S ?? "").Contains(text[3..], StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_add_that_was_cut_off_leaves_a_name_that_can_be_revoked()
    {
        var hash = NewHash();
        await Tokens.AddAsync(hash, new ApiToken("a", ApiScopes.Read, null, null), Token);
        var key = new Dictionary<string, AttributeValue> { ["pk"] = new("TOKEN#" + Convert.ToHexStringLower(hash)), ["sk"] = new("token") };
        await _client!.DeleteItemAsync(_table, key, Token);

        Assert.Null(await Tokens.FindAsync(hash, Token));
        Assert.Single(await Tokens.ListAsync(Token));
        Assert.True(await Tokens.RevokeAsync("a", Token));
        Assert.Empty(await Tokens.ListAsync(Token));
    }

    private DynamoApiTokens Open(AmazonDynamoDBClient client) => new(new DynamoTable(client, _table, Clock, () => 0));
}

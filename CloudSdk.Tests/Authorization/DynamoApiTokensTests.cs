using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DroneLink.CloudSdk.Authorization;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Tests.Storage;

namespace DroneLink.CloudSdk.Tests.Authorization;

/// <summary>The contract over the wire, on a DynamoDB that is not ours.</summary>
public sealed class DynamoApiTokensTests : ApiTokensContract, IClassFixture<DynamoFixture>
{
    private readonly DynamoFixture _dynamo;
    private readonly string _table;

    public DynamoApiTokensTests(DynamoFixture dynamo)
    {
        Assert.SkipWhen(dynamo.WhyNot is not null, dynamo.WhyNot ?? "");
        _dynamo = dynamo;
        _table = dynamo.New().Name;
        Tokens = Open(dynamo.Client);
    }

    protected override IApiTokens Tokens { get; }

    [Theory]
    [InlineData(WireFault.Throttled, false)]
    [InlineData(WireFault.Throttled, true)]
    [InlineData(WireFault.AnswerLost, false)]
    [InlineData(WireFault.AnswerLost, true)]
    public async Task Cut_at_any_call_and_done_again_a_token_is_good_and_then_it_is_not(WireFault fault, bool isForGood)
    {
        for (var call = 1; ; call++)
        {
            var token = new ApiToken($"a{call}", ApiScopes.Read, null, null);
            var (hash, next) = (NewHash(), NewHash());

            var (adding, isCutInAdd) = await CutAsync(tokens => tokens.AddAsync(hash, token, Token).AsTask());
            Assert.Equal(isCutInAdd && isForGood, adding is not null);
            if (adding is null || await Tokens.FindAsync(hash, Token) is not null)
                await AssertGoodAsync(hash, token);
            await Tokens.AddAsync(hash, token, Token);
            await AssertGoodAsync(hash, token);
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await Tokens.AddAsync(next, token, Token));

            var (revoking, isCutInRevoke) = await CutAsync(async tokens => Assert.True(await tokens.RevokeAsync(token.Name, Token)));
            Assert.Equal(isCutInRevoke && isForGood, revoking is not null);
            if (revoking is not null)
                await Tokens.RevokeAsync(token.Name, Token);
            await AssertGoneAsync(hash, token);
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await Tokens.AddAsync(hash, token, Token));
            await AssertGoneAsync(hash, token);
            await Tokens.AddAsync(next, token, Token);
            await AssertGoodAsync(next, token);
            if (isCutInAdd || isCutInRevoke)
                continue;
            Assert.True(call > 3);
            return;

            async Task<(Exception? Failure, bool IsCut)> CutAsync(Func<DynamoApiTokens, Task> act)
            {
                var wire = new FaultyWire(fault, call, isForGood);
                using var client = _dynamo.Connect(wire);
                var failure = await Record.ExceptionAsync(() => act(Open(client)));
                Assert.True(failure is null or AmazonServiceException or HttpRequestException, failure?.ToString());
                return (failure, wire.Calls >= call);
            }
        }
    }

    [Theory]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    [InlineData(false, true, true)]
    [InlineData(true, true, false)]
    [InlineData(true, true, true)]
    public async Task With_somebody_else_between_any_two_calls_a_name_has_one_token_and_what_was_revoked_stays_so(
        bool isRevoke, bool isRevokedMeanwhile, bool isAddedMeanwhile)
    {
        for (var call = 1; ; call++)
        {
            var token = new ApiToken($"a{call}", ApiScopes.Read, null, null);
            var (hash, other) = (NewHash(), NewHash());
            if (isRevoke)
                await Tokens.AddAsync(hash, token, Token);
            var (isRevoked, isTaken) = (isRevoke, false);
            var wire = new FaultyWire(
                async () =>
                {
                    if (isRevokedMeanwhile)
                        isRevoked |= await Tokens.RevokeAsync(token.Name, Token);
                    if (isAddedMeanwhile)
                        isTaken = await Record.ExceptionAsync(async () => await Tokens.AddAsync(other, token, Token)) is null;
                },
                call);
            using var client = _dynamo.Connect(wire);

            var failure = await Record.ExceptionAsync(
                async () => await (isRevoke ? Open(client).RevokeAsync(token.Name, Token).AsTask() : Open(client).AddAsync(hash, token, Token).AsTask()));

            if (isRevoke)
                Assert.Null(failure);
            else
                Assert.Equal(isRevoked || isTaken, failure is InvalidOperationException);

            // What was added before the first call of a revocation is what that revokes.
            var good = isTaken && !(isRevoke && call == 1) ? other : isRevoked || isTaken ? null : hash;
            foreach (var one in new[] { hash, other })
                Assert.Equal(one == good, await Tokens.FindAsync(one, Token) is not null);
            Assert.Equal(good is null ? 0 : 1, (await Tokens.ListAsync(Token)).Count(listed => listed == token));
            if (wire.Calls >= call)
                continue;
            Assert.True(call > 2);
            return;
        }
    }

    [Fact]
    public async Task Nothing_that_is_kept_is_the_token_and_TTL_is_in_seconds()
    {
        var text = ApiTokenText.Create();
        Assert.True(ApiTokenText.TryHash(text, out var hash));
        await Tokens.AddAsync(hash, new ApiToken("a", ApiScopes.Read, "f", Now.AddDays(1)), Token);

        var items = (await _dynamo.Client.ScanAsync(new ScanRequest { TableName = _table, ConsistentRead = true }, Token)).Items;

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
        await _dynamo.Client.DeleteItemAsync(_table, key, Token);

        Assert.Null(await Tokens.FindAsync(hash, Token));
        Assert.Single(await Tokens.ListAsync(Token));
        Assert.True(await Tokens.RevokeAsync("a", Token));
        Assert.Empty(await Tokens.ListAsync(Token));
    }

    private async Task AssertGoodAsync(byte[] hash, ApiToken token)
    {
        Assert.Equal(token, await Tokens.FindAsync(hash, Token));
        Assert.Single(await Tokens.ListAsync(Token), token);
    }

    private async Task AssertGoneAsync(byte[] hash, ApiToken token)
    {
        Assert.Null(await Tokens.FindAsync(hash, Token));
        Assert.DoesNotContain(token, await Tokens.ListAsync(Token));
    }

    private DynamoApiTokens Open(AmazonDynamoDBClient client) => new(new DynamoTable(client, _table, Clock, () => 0));
}

using System.Security.Cryptography;
using DroneLink.CloudSdk.Authorization;
using Microsoft.Extensions.Time.Testing;

namespace DroneLink.CloudSdk.Tests.Authorization;

/// <summary>What every store of tokens keeps to.</summary>
public abstract class ApiTokensContract
{
    protected static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    protected abstract IApiTokens Tokens { get; }

    protected FakeTimeProvider Clock { get; } = new(Now);

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_found_by_its_hash_as_it_was_added()
    {
        var (reader, pilot) = (NewHash(), NewHash());
        var readerToken = new ApiToken("reader", ApiScopes.Read, null, null);
        var pilotToken = new ApiToken("pilot", ApiScopes.Read | ApiScopes.Command, "fleet-1", Now.AddDays(30));
        await Tokens.AddAsync(reader, readerToken, Token);
        await Tokens.AddAsync(pilot, pilotToken, Token);

        Assert.Equal(readerToken, await Tokens.FindAsync(reader, Token));
        Assert.Equal(pilotToken, await Tokens.FindAsync(pilot, Token));
        Assert.Null(await Tokens.FindAsync(NewHash(), Token));
        Assert.Equal([pilotToken, readerToken], await Tokens.ListAsync(Token));
    }

    [Fact]
    public async Task An_expired_token_is_not_there_and_its_name_is_free()
    {
        var (old, next) = (NewHash(), NewHash());
        await Tokens.AddAsync(old, new ApiToken("a", ApiScopes.Read, null, Now.AddSeconds(10)), Token);
        Clock.Advance(TimeSpan.FromSeconds(9));
        Assert.NotNull(await Tokens.FindAsync(old, Token));

        Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(await Tokens.FindAsync(old, Token));
        Assert.Empty(await Tokens.ListAsync(Token));
        Assert.False(await Tokens.RevokeAsync("a", Token));
        await Tokens.AddAsync(next, new ApiToken("a", ApiScopes.Command, null, null), Token);
        Assert.Null(await Tokens.FindAsync(old, Token));
        Assert.Equal(ApiScopes.Command, (await Tokens.FindAsync(next, Token))!.Scopes);
    }

    [Fact]
    public async Task A_revoked_token_is_gone_and_its_name_is_free()
    {
        var (first, second, other) = (NewHash(), NewHash(), NewHash());
        await Tokens.AddAsync(first, new ApiToken("a", ApiScopes.Read, null, null), Token);
        await Tokens.AddAsync(other, new ApiToken("b", ApiScopes.Read, null, null), Token);

        Assert.True(await Tokens.RevokeAsync("a", Token));

        Assert.False(await Tokens.RevokeAsync("a", Token));
        Assert.False(await Tokens.RevokeAsync("", Token));
        Assert.Null(await Tokens.FindAsync(first, Token));
        Assert.NotNull(await Tokens.FindAsync(other, Token));
        await Tokens.AddAsync(second, new ApiToken("a", ApiScopes.Read, null, null), Token);
        Assert.Null(await Tokens.FindAsync(first, Token));
        Assert.Equal(["a", "b"], (await Tokens.ListAsync(Token)).Select(token => token.Name));
    }

    [Fact]
    public async Task A_name_is_taken_once_and_the_first_token_stays_good()
    {
        var (first, second) = (NewHash(), NewHash());
        await Tokens.AddAsync(first, new ApiToken("a", ApiScopes.Read, null, null), Token);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await Tokens.AddAsync(second, new ApiToken("a", ApiScopes.Command, null, null), Token));

        Assert.Contains("'a'", refused.Message);
        Assert.NotNull(await Tokens.FindAsync(first, Token));
        Assert.Null(await Tokens.FindAsync(second, Token));
    }

    [Fact]
    public async Task Of_many_at_once_one_gets_the_name()
    {
        var hashes = Enumerable.Range(0, 8).Select(_ => NewHash()).ToList();

        var added = await Task.WhenAll(hashes.Select(hash => Task.Run(async () =>
        {
            try
            {
                await Tokens.AddAsync(hash, new ApiToken("a", ApiScopes.Read, null, null), Token);
                return true;
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }, Token)));

        Assert.Single(added, true);
        foreach (var (hash, isAdded) in hashes.Zip(added))
            Assert.Equal(isAdded, await Tokens.FindAsync(hash, Token) is not null);
    }

    [Theory]
    [InlineData(31, "a", ApiScopes.Read, null)]
    [InlineData(32, "", ApiScopes.Read, null)]
    [InlineData(32, "a b", ApiScopes.Read, null)]
    [InlineData(32, "a", ApiScopes.None, null)]
    [InlineData(32, "a", (ApiScopes)8, null)]
    [InlineData(32, "a", ApiScopes.Read, "f/g")]
    public async Task A_malformed_token_is_refused(int hashBytes, string name, ApiScopes scopes, string? fleet)
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(
            async () => await Tokens.AddAsync(new byte[hashBytes], new ApiToken(name, scopes, fleet, null), Token));

        Assert.Empty(await Tokens.ListAsync(Token));
    }

    protected static byte[] NewHash() => RandomNumberGenerator.GetBytes(ApiTokenText.HashBytes);
}

using DroneLink.CloudSdk.Authorization;

namespace DroneLink.CloudSdk.Tests.Authorization;

public sealed class ApiTokenTextTests
{
    [Fact]
    public void A_token_is_long_random_and_known_by_its_beginning()
    {
        var tokens = Enumerable.Range(0, 100).Select(_ => ApiTokenText.Create()).ToList();

        Assert.All(tokens, token => Assert.Matches("^dl_[A-Za-z0-9_-]{48}$", token));
        Assert.Equal(100, tokens.Distinct().Count());
        Assert.All(tokens, token => Assert.True(ApiTokenText.TryHash(token, out var hash) && hash.Length == 32));
    }

    [Fact]
    public void A_hash_is_the_SHA_256_of_the_whole_text()
    {
        // 32 bytes of 0, and their CRC-32 190A55AD.
        const string Text = "dl_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAZClWt";

        Assert.True(ApiTokenText.TryHash(Text, out var hash));

        Assert.Equal(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(Text)), hash);
    }

    [Fact]
    public void One_wrong_character_anywhere_makes_it_none()
    {
        var token = ApiTokenText.Create();
        for (var i = 0; i < token.Length; i++)
        {
            var wrong = token.ToCharArray();
            wrong[i] = wrong[i] == 'A' ? 'B' : 'A';
            Assert.False(ApiTokenText.TryHash(new string(wrong), out var hash));
            Assert.Empty(hash);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("dl_")]
    [InlineData("DL_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAZClWt")]
    [InlineData("dl_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAZClWt ")]
    [InlineData("dl_ AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAZClWt")]
    [InlineData("dl_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAZClW")]
    [InlineData("dl_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAZClW=")]
    [InlineData("dl_ÄAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAZClWt")]
    public void What_is_no_token_is_none(string? text) => Assert.False(ApiTokenText.TryHash(text, out _));

    [Theory]
    [InlineData("read", ApiScopes.Read)]
    [InlineData("command,read", ApiScopes.Read | ApiScopes.Command)]
    [InlineData(" command ", ApiScopes.Command)]
    [InlineData("read read", ApiScopes.Read)]
    [InlineData("admin", null)]
    [InlineData("read admin", null)]
    [InlineData("Read", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Scopes_are_read_by_name(string? text, ApiScopes? expected)
    {
        Assert.Equal(expected is not null, ApiScopesText.TryRead(text, out var scopes));
        if (expected is { } all)
        {
            Assert.Equal(all, scopes);
            Assert.True(ApiScopesText.TryRead(ApiScopesText.Write(scopes), out var again) && again == scopes);
        }
    }
}

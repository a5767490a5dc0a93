using DroneLink.CloudSdk.Authorization;
using DroneLink.CloudSdk.Embedded;
using DroneLink.Tool.GroundStation;

namespace DroneLink.Tool.Tests.Commands;

public sealed class TokenTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Token_IsShownOnce_AndFoundByItsHash()
    {
        using var folder = new TestFolder();

        var run = await RunAsync(folder, "add", "pilot", "--scopes", "read,command", "--fleet", "north", "--expires", "30");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("not shown again", run.Error, StringComparison.Ordinal);
        var text = Assert.Single(run.OutputLines);
        Assert.DoesNotContain(text, run.Error, StringComparison.Ordinal);
        Assert.True(ApiTokenText.TryHash(text, out var hash));
        using (var cloud = EmbeddedCloud.Open(folder.At(GroundStationOptions.DatabaseName)))
        {
            var token = (await cloud.Tokens.FindAsync(hash, Token))!;
            Assert.Equal(("pilot", ApiScopes.Read | ApiScopes.Command, "north"), (token.Name, token.Scopes, token.FleetId));
            Assert.InRange(token.ExpiresAt!.Value - DateTimeOffset.UtcNow, TimeSpan.FromDays(29.9), TimeSpan.FromDays(30));
        }

        // Not in the file in any place, such as its journal.
        Assert.All(
            Directory.EnumerateFiles(folder.Root).Select(File.ReadAllBytes),
            bytes => Assert.Equal(-1, bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(text[3..]))));
    }

    [Fact]
    public async Task List_HasEverythingButTheToken_AndRevokedOnesNoLonger()
    {
        using var folder = new TestFolder();
        Assert.Equal(["There is no token."], (await RunAsync(folder, "list")).OutputLines);
        await RunAsync(folder, "add", "b", "--expires", "0");
        await RunAsync(folder, "add", "a", "--scopes", "command read", "--fleet", "north", "--expires", "1");

        var list = await RunAsync(folder, "list");
        Assert.Equal(2, list.OutputLines.Length);
        Assert.Matches(@"^a scopes=read,command fleet=north expires=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", list.OutputLines[0]);
        Assert.Equal("b scopes=read fleet=- expires=-", list.OutputLines[1]);

        Assert.Equal(0, (await RunAsync(folder, "revoke", "b")).ExitCode);
        Assert.StartsWith("a ", Assert.Single((await RunAsync(folder, "list")).OutputLines), StringComparison.Ordinal);
        var again = await RunAsync(folder, "revoke", "b");
        Assert.Equal((1, "There is no token 'b'."), (again.ExitCode, again.Error.Trim()));
    }

    [Fact]
    public async Task Name_IsTakenOnce()
    {
        using var folder = new TestFolder();
        await RunAsync(folder, "add", "pilot");

        var run = await RunAsync(folder, "add", "pilot");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("'pilot' already", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token add --help", "add", "a b")]
    [InlineData("token add --help", "add", "a", "--scopes", "admin")]
    [InlineData("token add --help", "add", "a", "--expires", "-1")]
    [InlineData("token add --help", "add", "a", "--fleet", "f/g")]
    [InlineData("token list --help", "list", "--cloud", "azure")]
    [InlineData("token revoke --help", "revoke")]
    public async Task WhatIsWrong_IsUsage(string told, params string[] args)
    {
        using var folder = new TestFolder();

        var run = await RunAsync(folder, args);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(told, run.Error, StringComparison.Ordinal);
    }

    private static Task<CommandRun> RunAsync(TestFolder folder, params string[] args) =>
        CommandRun.OfAsync(["token", .. args, "--data", folder.Root]);
}

using System.Text.Json;
using DroneLink.CloudSdk.Commands;

namespace DroneLink.CloudSdk.Tests.Commands;

/// <summary>What a device hears when it is back, and the secret that no answer shows.</summary>
public sealed class CommandRedeliveryTests : IDisposable
{
    private readonly CommandFixture _cloud = new();

    public void Dispose() => _cloud.Dispose();

    [Fact]
    public async Task A_device_that_is_back_hears_what_it_may_have_missed_the_oldest_first()
    {
        foreach (var id in new[] { "z", "done", "received", "a" })
        {
            await _cloud.PostAsync($$"""{"id":"{{id}}","command":"scan"}""");
            _cloud.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await _cloud.PostAsync("""{"id":"others","command":"scan"}""", "other");
        await _cloud.ResultAsync("""{"id":"done","status":"done"}""");
        await _cloud.ResultAsync("""{"id":"received","status":"received"}""");
        var first = _cloud.Published[0];
        _cloud.Published.Clear();

        Assert.Equal(3, await _cloud.OnlineAsync());

        Assert.Equal(["z", "received", "a"], PublishedIds());
        Assert.Equal(first, _cloud.Published[0]);
        Assert.Equal(["sent", "received", "sent"], [await StatusAsync("z"), await StatusAsync("received"), await StatusAsync("a")]);
    }

    [Fact]
    public async Task What_the_broker_never_had_is_sent_then()
    {
        _cloud.ChannelFailure = new IOException("down");
        await _cloud.PostAsync("""{"id":"c1","command":"reboot"}""");
        _cloud.ChannelFailure = null;
        _cloud.AdvanceFailure = new IOException("down");

        Assert.Equal(1, await _cloud.OnlineAsync());
        Assert.Same(_cloud.AdvanceFailure, _cloud.Failures[^1]);
        Assert.Equal("pending", await StatusAsync("c1"));
        _cloud.AdvanceFailure = null;
        Assert.Equal(1, await _cloud.OnlineAsync());

        Assert.Equal("sent", await StatusAsync("c1"));
        Assert.Equal(["c1", "c1"], PublishedIds());
    }

    [Fact]
    public async Task What_expired_is_never_sent_again_not_even_while_others_are()
    {
        await _cloud.PostAsync("""{"id":"c1","command":"reboot","expiresIn":5}""");
        await _cloud.PostAsync("""{"id":"c2","command":"reboot","expiresIn":10}""");
        await _cloud.PostAsync("""{"id":"c3","command":"reboot","expiresIn":9}""");
        _cloud.Published.Clear();
        _cloud.Clock.Advance(TimeSpan.FromSeconds(5));
        _cloud.OnPublished = () => _cloud.Clock.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(1, await _cloud.OnlineAsync());

        Assert.Equal(["c2"], PublishedIds());
        Assert.Equal(["expired", "sent", "expired"], [await StatusAsync("c1"), await StatusAsync("c2"), await StatusAsync("c3")]);
        _cloud.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, await _cloud.OnlineAsync());
    }

    [Fact]
    public async Task It_hears_no_more_at_once_than_it_can_hold()
    {
        for (var i = 0; i < CommandHandler.MaxSentAgain + 2; i++)
        {
            await _cloud.PostAsync($$"""{"id":"c{{i:D2}}","command":"scan"}""");
            _cloud.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        _cloud.Published.Clear();

        Assert.Equal(CommandHandler.MaxSentAgain, await _cloud.OnlineAsync());
        Assert.Equal("c00", PublishedIds().First());
        Assert.Equal("c15", PublishedIds().Last());
    }

    [Fact]
    public async Task Who_is_no_device_hears_nothing_and_what_fails_is_told_so_that_it_comes_again()
    {
        await _cloud.PostAsync("""{"id":"c1","command":"reboot"}""");
        Assert.Equal(0, await _cloud.OnlineAsync("nobody"));
        Assert.Equal(0, await _cloud.OnlineAsync("no/body"));

        _cloud.ChannelFailure = new IOException("down");
        Assert.Same(_cloud.ChannelFailure, await Assert.ThrowsAsync<IOException>(async () => await _cloud.OnlineAsync()));
        _cloud.LogFailure = new TimeoutException("down");
        await Assert.ThrowsAsync<TimeoutException>(async () => await _cloud.OnlineAsync());
    }

    [Fact]
    public async Task A_key_goes_to_its_device_and_into_no_answer()
    {
        const string Key = "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF";
        var post = $$$"""{"id":"c1","command":"rotateBeaconKey","parameters":{"key":"{{{Key}}}"}}""";

        var first = await _cloud.PostAsync(post);
        var again = await _cloud.PostAsync(post.Replace("AABB", "aabb", StringComparison.Ordinal));
        var other = await _cloud.PostAsync(post.Replace("AABB", "ABBA", StringComparison.Ordinal));
        var trail = await _cloud.CallAsync("GET", "/v1/devices/kite/commands");
        var one = await _cloud.CallAsync("GET", "/v1/devices/kite/commands/c1");
        await _cloud.OnlineAsync();

        Assert.Equal((202, 202, 409), (first.Status, again.Status, other.Status));
        Assert.Equal("…", one.Body.GetProperty("parameters").GetProperty("key").GetString());
        foreach (var (_, _, response) in new[] { first, again, other, trail, one })
            Assert.DoesNotContain("2233", response.Body, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(2, _cloud.Published.Count);
        Assert.All(_cloud.Published, message => Assert.Contains($"\"{Key.ToLowerInvariant()}\"", message.Message));
        Assert.DoesNotContain("2233", (await _cloud.FindAsync("kite", "c1", TestContext.Current.CancellationToken))!.ToString());
    }

    [Fact]
    public async Task A_key_is_forgotten_once_its_device_has_said_how_it_ended_and_is_the_same_command_still()
    {
        const string Key = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
        var post = $$$"""{"id":"c1","command":"rotateBeaconKey","parameters":{"key":"{{{Key}}}"}}""";
        await _cloud.PostAsync(post);
        await _cloud.ResultAsync("""{"id":"c1","status":"done"}""");

        var again = await _cloud.PostAsync(post);
        var other = await _cloud.PostAsync(post.Replace("aabb", "abba", StringComparison.Ordinal));

        Assert.Equal((202, "done", 409), (again.Status, again.Body.GetProperty("status").GetString(), other.Status));
        Assert.Equal("…", again.Body.GetProperty("parameters").GetProperty("key").GetString());
        Assert.Equal(0, await _cloud.OnlineAsync());
        Assert.Single(_cloud.Published);
        var logged = (await _cloud.FindAsync("kite", "c1", TestContext.Current.CancellationToken))!;
        Assert.DoesNotContain("2233", logged.Parameters + logged.SecretParameters);
    }

    private IEnumerable<string?> PublishedIds() =>
        _cloud.Published.Select(one => JsonSerializer.Deserialize<JsonElement>(one.Message).GetProperty("id").GetString());

    private async Task<string?> StatusAsync(string id) =>
        (await _cloud.CallAsync("GET", $"/v1/devices/kite/commands/{id}")).Body.GetProperty("status").GetString();
}

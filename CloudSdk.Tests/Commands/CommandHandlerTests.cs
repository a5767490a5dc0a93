using System.Text;
using System.Text.Json;
using DroneLink.CloudSdk.Authorization;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Tests.Iot;

namespace DroneLink.CloudSdk.Tests.Commands;

public sealed class CommandHandlerTests : IDisposable
{
    private const string Reboot = """{"id":"c1","command":"reboot"}""";

    private readonly CommandFixture _cloud = new();

    public void Dispose() => _cloud.Dispose();

    [Fact]
    public async Task A_command_is_logged_sent_and_told()
    {
        var (status, body, response) = await _cloud.PostAsync("""{"command":"setPower","parameters":{"powerMw":200},"expiresIn":30}""");

        Assert.Equal(202, status);
        Assert.Equal(
            """{"id":"new-1","deviceId":"kite","command":"setPower","parameters":{"powerMw":200},"status":"sent","requestedBy":"pilot","""
            + """ "requestedAt":1795521600000,"expiresAt":1795521630000,"changedAt":1795521600000,"latencyMs":null,"message":null}""".TrimStart(),
            JsonSerializer.Serialize(body));
        Assert.Equal("/v1/devices/kite/commands/new-1", response.Headers!["location"]);
        Assert.Equal(
            [("kite", """{"id":"new-1","command":"setPower","expires":1795521630,"parameters":{"powerMw":200}}""")], _cloud.Published);
        Assert.Equal(JsonSerializer.Serialize(body), JsonSerializer.Serialize((await GetAsync("new-1")).Body));
    }

    [Fact]
    public async Task The_same_again_is_the_same_command_and_is_sent_once()
    {
        var first = await _cloud.PostAsync("""{"id":"c1","command":"setChannel","parameters":{"channel":"R1"}}""");
        _cloud.Clock.Advance(TimeSpan.FromSeconds(10));

        var again = await _cloud.PostAsync("""{"expiresIn":60,"parameters":{"frequencyMHz":5658},"command":"setChannel","id":"c1"}""");

        Assert.Equal((202, 202), (first.Status, again.Status));
        Assert.Equal(first.Response.Body, again.Response.Body);
        Assert.Single(_cloud.Published);
    }

    [Theory]
    [InlineData("""{"id":"c1","command":"scan"}""")]
    [InlineData("""{"id":"c1","command":"reboot","expiresIn":61}""")]
    public async Task An_id_with_other_content_is_a_conflict(string other)
    {
        await _cloud.PostAsync(Reboot);

        var (status, body, _) = await _cloud.PostAsync(other);

        Assert.Equal((409, "id-taken"), (status, body.GetProperty("code").GetString()));
        Assert.Single(_cloud.Published);
        Assert.Equal(202, (await _cloud.PostAsync(other, "other")).Status);
    }

    [Fact]
    public async Task What_cannot_be_sent_stays_pending_and_may_be_asked_for_again()
    {
        _cloud.ChannelFailure = new IOException("down");
        var failed = await _cloud.PostAsync(Reboot);
        Assert.Equal((503, "unavailable", "2"), (failed.Status, failed.Body.GetProperty("code").GetString(), failed.Response.Headers!["retry-after"]));
        Assert.Contains("'c1'", failed.Body.GetProperty("detail").GetString());
        Assert.Equal("pending", (await GetAsync("c1")).Body.GetProperty("status").GetString());
        Assert.Same(_cloud.ChannelFailure, Assert.Single(_cloud.Failures));

        _cloud.ChannelFailure = null;
        _cloud.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(202, (await _cloud.PostAsync(Reboot)).Status);

        // Of the first time, so that a repetition does not live longer.
        Assert.Contains("\"expires\":1795521660,", Assert.Single(_cloud.Published).Message);
        Assert.Equal("sent", (await GetAsync("c1")).Body.GetProperty("status").GetString());
    }

    [Fact]
    public async Task What_expired_before_it_was_sent_is_not_sent()
    {
        _cloud.ChannelFailure = new IOException("down");
        await _cloud.PostAsync(Reboot);
        _cloud.ChannelFailure = null;
        _cloud.Clock.Advance(TimeSpan.FromSeconds(60));

        var late = await _cloud.PostAsync(Reboot);

        Assert.Equal((409, "expired"), (late.Status, late.Body.GetProperty("code").GetString()));
        Assert.Empty(_cloud.Published);
        Assert.Equal("expired", (await GetAsync("c1")).Body.GetProperty("status").GetString());
    }

    [Fact]
    public async Task What_cannot_be_logged_is_not_sent()
    {
        _cloud.LogFailure = new TimeoutException("down");

        Assert.Equal(503, (await _cloud.PostAsync(Reboot)).Status);
        Assert.Equal(503, (await GetAsync("c1")).Status);
        Assert.Empty(_cloud.Published);
        Assert.Equal(2, _cloud.Failures.Count);
    }

    [Fact]
    public async Task What_was_sent_is_not_asked_for_again_because_of_the_log()
    {
        _cloud.AdvanceFailure = new IOException("down");

        var (status, body, _) = await _cloud.PostAsync(Reboot);

        Assert.Equal((202, "pending"), (status, body.GetProperty("status").GetString()));
        Assert.Single(_cloud.Published);
        Assert.Single(_cloud.Failures);
    }

    [Fact]
    public async Task A_result_ends_a_command_and_tells_how_long_it_took()
    {
        await _cloud.PostAsync(Reboot);
        _cloud.Clock.Advance(TimeSpan.FromMilliseconds(850));
        Assert.True(await _cloud.ResultAsync("""{"id":"c1","status":"received"}"""));
        Assert.Equal("received", (await GetAsync("c1")).Body.GetProperty("status").GetString());

        _cloud.Clock.Advance(TimeSpan.FromMilliseconds(400));
        Assert.True(await _cloud.ResultAsync("""{"id":"c1","status":"refused","message":"in flight","more":[1,{"x":2}]}"""));
        Assert.True(await _cloud.ResultAsync("""{"id":"c1","status":"done"}"""));

        var (_, body, _) = await GetAsync("c1");
        Assert.Equal(
            ("refused", "in flight", 1250), (body.GetProperty("status").GetString(), body.GetProperty("message").GetString(), body.GetProperty("latencyMs").GetInt32()));
        _cloud.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("refused", (await GetAsync("c1")).Body.GetProperty("status").GetString());
        Assert.Empty(_cloud.Letters);
    }

    [Theory]
    [InlineData("", "bad-result")]
    [InlineData("{", "bad-result")]
    [InlineData("[]", "bad-result")]
    [InlineData("""{"id":"c1"}""", "bad-result")]
    [InlineData("""{"id":"c1","status":"sent"}""", "bad-result")]
    [InlineData("""{"id":"c1","status":"pending"}""", "bad-result")]
    [InlineData("""{"id":"a b","status":"done"}""", "bad-result")]
    [InlineData("""{"id":1,"status":"done"}""", "bad-result")]
    [InlineData("""{"id":"c1","status":"done"}{}""", "bad-result")]
    [InlineData("""{"id":"c1","status":"done","message":"\ud83d"}""", "bad-result")]
    [InlineData("""{"id":"c2","status":"done"}""", "unknown-command")]
    public async Task What_is_no_result_is_kept_with_the_reason(string json, string code)
    {
        await _cloud.PostAsync(Reboot);

        Assert.False(await _cloud.ResultAsync(json));

        var letter = Assert.Single(_cloud.Letters);
        Assert.Equal(("kite", code, json), (letter.DeviceId, letter.Code, Encoding.UTF8.GetString(letter.Data.Span)));
        Assert.Equal("sent", (await GetAsync("c1")).Body.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_result_of_another_device_ends_nothing()
    {
        await _cloud.PostAsync(Reboot);

        Assert.False(await _cloud.ResultAsync("""{"id":"c1","status":"done"}""", "other"));

        Assert.Equal("sent", (await GetAsync("c1")).Body.GetProperty("status").GetString());
        Assert.Equal("unknown-command", Assert.Single(_cloud.Letters).Code);
    }

    [Fact]
    public async Task A_result_that_cannot_be_logged_must_come_again_and_a_long_word_is_cut()
    {
        await _cloud.PostAsync(Reboot);
        _cloud.LogFailure = new IOException("down");
        await Assert.ThrowsAsync<IOException>(async () => await _cloud.ResultAsync("""{"id":"c1","status":"done"}"""));
        _cloud.LogFailure = null;

        Assert.True(await _cloud.ResultAsync($$"""{"id":"c1","status":"failed","message":"{{new string('a', 199)}}😀b"}"""));
        Assert.False(await _cloud.ResultAsync($$"""{"id":"c1","status":"failed","message":"{{new string('a', 1024)}}"}"""));

        Assert.Equal(new string('a', 199), (await GetAsync("c1")).Body.GetProperty("message").GetString());
    }

    [Fact]
    public async Task The_trail_has_every_command_page_by_page()
    {
        for (var i = 0; i < 5; i++)
        {
            await _cloud.PostAsync($$"""{"id":"c{{i}}","command":"scan"}""");
            _cloud.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var first = await ListAsync(("limit", "3"));
        var cursor = first.Body.GetProperty("cursor").GetString()!;
        var second = await ListAsync(("limit", "3"), ("cursor", cursor));

        Assert.Equal(["c4", "c3", "c2"], Ids(first.Body));
        Assert.Equal(["c1", "c0"], Ids(second.Body));
        Assert.Equal(JsonValueKind.Null, second.Body.GetProperty("cursor").ValueKind);
        Assert.Equal("pilot", first.Body.GetProperty("commands")[0].GetProperty("requestedBy").GetString());

        static IEnumerable<string?> Ids(JsonElement body) => body.GetProperty("commands").EnumerateArray().Select(c => c.GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("limit", "0")]
    [InlineData("limit", "101")]
    [InlineData("limit", "x")]
    [InlineData("cursor", "")]
    [InlineData("cursor", "!!")]
    [InlineData("cursor", "YQ")]
    [InlineData("cursor", "MSNh ")]
    [InlineData("cursor", "MD EjYQ")]
    [InlineData("cursor", "MDEjYQ")]
    [InlineData("cursor", "MSNhI2I")]
    public async Task A_bad_parameter_is_named(string name, string value)
    {
        var (status, body, _) = await ListAsync((name, value));

        Assert.Equal((400, "bad-parameter"), (status, body.GetProperty("code").GetString()));
        Assert.StartsWith(name, body.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("read", null, "POST", 403)]
    [InlineData("read", null, "GET", 200)]
    [InlineData("command", null, "POST", 202)]
    [InlineData("command", null, "GET", 403)]
    [InlineData("read command", "fleet-1", "POST", 202)]
    [InlineData("read command", "fleet-2", "POST", 404)]
    [InlineData("read command", "fleet-2", "GET", 404)]
    [InlineData(null, null, "GET", 403)]
    [InlineData("admin", null, "POST", 403)]
    public async Task A_caller_does_what_the_token_is_good_for(string? scopes, string? fleet, string method, int expected)
    {
        var caller = new ApiCaller { Token = "t", Scopes = scopes, Fleet = fleet };

        var (status, _, _) = await _cloud.CallAsync(method, "/v1/devices/kite/commands", """{"command":"reboot"}""", caller);

        Assert.Equal(expected, status);
        Assert.Equal(expected == 202 ? 1 : 0, _cloud.Published.Count);
    }

    [Fact]
    public async Task Without_an_authorizer_nothing_goes_unless_that_is_wanted()
    {
        Assert.Equal(403, (await _cloud.CallAsync("POST", "/v1/devices/kite/commands", Reboot, isAnonymous: true)).Status);
        Assert.Equal(403, (await _cloud.CallAsync("GET", "/v1/devices/kite/commands", isAnonymous: true)).Status);
        Assert.Empty(_cloud.Published);

        using var open = new CommandFixture(allowAnonymous: true);
        var (status, body, _) = await open.CallAsync("POST", "/v1/devices/kite/commands", Reboot, isAnonymous: true);
        Assert.Equal((202, JsonValueKind.Null), (status, body.GetProperty("requestedBy").ValueKind));
    }

    [Theory]
    [InlineData("GET", "/v1/devices/kite", 404)]
    [InlineData("GET", "/v1/devices/kite/command", 404)]
    [InlineData("GET", "/v1/devices//commands", 404)]
    [InlineData("GET", "/v1/devices/kite/commands/", 404)]
    [InlineData("GET", "/v1/devices/kite/commands/a/b", 404)]
    [InlineData("GET", "/v1/devices/kite/commands/none", 404)]
    [InlineData("GET", "/v1/devices/nobody/commands", 404)]
    [InlineData("POST", "/v1/devices/nobody/commands", 404)]
    [InlineData("PUT", "/v1/devices/kite/commands", 405)]
    [InlineData("POST", "/v1/devices/kite/commands/c1", 405)]
    public async Task What_is_not_there_is_said(string method, string path, int expected) =>
        Assert.Equal(expected, (await _cloud.CallAsync(method, path, Reboot)).Status);

    [Fact]
    public async Task The_callers_name_comes_from_the_gateways_context()
    {
        var request = JsonSerializer.Deserialize(
            """
            {"rawPath":"/v1/devices/kite/commands","body":"eyJjb21tYW5kIjoic2NhbiJ9","isBase64Encoded":true,"requestContext":{"http":{"method":"POST"},
            "authorizer":{"lambda":{"token":"pilot","scopes":"command","fleet":null,"other":1}}}}
            """,
            CloudJsonContext.Default.HttpApiRequest)!;

        var response = await _cloud.Handler.HandleAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(202, response.StatusCode);
        Assert.Contains("\"requestedBy\":\"pilot\"", response.Body);
        var sample = JsonSerializer.Deserialize(CloudSamples.Load("http-api-v2-request-lambda-authorizer.json"), CloudJsonContext.Default.HttpApiRequest)!;
        Assert.Null(sample.RequestContext!.Authorizer!.Lambda!.Scopes);
        Assert.Equal(404, (await _cloud.Handler.HandleAsync(sample, TestContext.Current.CancellationToken)).StatusCode);
    }

    private Task<(int Status, JsonElement Body, HttpApiResponse Response)> GetAsync(string id) => _cloud.CallAsync("GET", $"/v1/devices/kite/commands/{id}");

    private Task<(int Status, JsonElement Body, HttpApiResponse Response)> ListAsync(params (string, string)[] query) =>
        _cloud.CallAsync("GET", "/v1/devices/kite/commands", query: query);
}

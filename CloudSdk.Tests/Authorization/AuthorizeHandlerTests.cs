using System.Text.Json;
using DroneLink.CloudSdk.Authorization;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using Microsoft.Extensions.Time.Testing;

namespace DroneLink.CloudSdk.Tests.Authorization;

public sealed class AuthorizeHandlerTests : IDeviceRegistry
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Now);
    private readonly FakeApiTokens _tokens;
    private readonly AuthorizeHandler _handler;
    private Exception? _registryFailure;

    public AuthorizeHandlerTests()
    {
        _tokens = new FakeApiTokens(_clock);
        _handler = new AuthorizeHandler(_tokens, this);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask<DeviceIdentity?> FindAsync(string deviceId, CancellationToken cancellationToken = default) => _registryFailure is null
        ? new(deviceId is "kite" or "other" ? new DeviceIdentity(deviceId, deviceId == "kite" ? "fleet-1" : "fleet-2", default, "drone", null) : null)
        : throw _registryFailure;

    [Theory]
    [InlineData("GET", "/v1/devices", ApiScopes.Read, true)]
    [InlineData("GET", "/v1/devices", ApiScopes.Command, false)]
    [InlineData("GET", "/v1/devices/kite/commands", ApiScopes.Read, true)]
    [InlineData("GET", "/v1/events", ApiScopes.Read | ApiScopes.Command, true)]
    [InlineData("POST", "/v1/plan", ApiScopes.Read, true)]
    [InlineData("POST", "/v1/plan", ApiScopes.Command, false)]
    [InlineData("POST", "/v1/devices/kite/commands", ApiScopes.Command, true)]
    [InlineData("POST", "/v1/devices/kite/commands", ApiScopes.Read, false)]
    [InlineData("POST", "/v1/devices/kite", ApiScopes.Read | ApiScopes.Command, false)]
    [InlineData("POST", "/v1/frames", ApiScopes.Read | ApiScopes.Command, false)]
    [InlineData("GET", "/v1/ota/releases/7/devices", ApiScopes.Read, true)]
    [InlineData("POST", "/v1/ota/releases", ApiScopes.Command, true)]
    [InlineData("POST", "/v1/ota/releases", ApiScopes.Read, false)]
    [InlineData("POST", "/v1/ota/releases/7/rollout", ApiScopes.Command, true)]
    [InlineData("DELETE", "/v1/devices/kite", ApiScopes.Read | ApiScopes.Command, false)]
    [InlineData("get", "/v1/devices", ApiScopes.Read, false)]
    [InlineData(null, "/v1/devices", ApiScopes.Read, false)]
    public async Task A_route_asks_for_its_scope(string? method, string path, ApiScopes scopes, bool expected)
    {
        var token = await AddAsync(new ApiToken("pilot", scopes, null, null));

        var answer = await _handler.HandleAsync(Request(method, path, token), Token);

        Assert.Equal(expected, answer.IsAuthorized);
        Assert.Equal(expected ? "pilot" : null, answer.Context?.Token);
    }

    [Theory]
    [InlineData("GET", "/v1/devices/kite", true)]
    [InlineData("GET", "/v1/devices/kite/records", true)]
    [InlineData("POST", "/v1/devices/kite/commands", true)]
    [InlineData("POST", "/v1/plan", true)]
    [InlineData("GET", "/v1/events?device=kite", true)]
    [InlineData("GET", "/v1/links/l1?fleet=fleet-1", true)]
    [InlineData("GET", "/v1/devices/other", false)]
    [InlineData("POST", "/v1/devices/other/commands", false)]
    [InlineData("GET", "/v1/devices/unknown", false)]
    [InlineData("GET", "/v1/devices/", false)]
    [InlineData("GET", "/v1/devices//kite", false)]
    [InlineData("GET", "/v1/devices", false)]
    [InlineData("GET", "/v1/events", false)]
    [InlineData("GET", "/v1/events?device=other", false)]
    [InlineData("GET", "/v1/events?device=kite,other", false)]
    [InlineData("GET", "/v1/links", false)]
    [InlineData("GET", "/v1/links/l1", false)]
    [InlineData("GET", "/v1/links/l1?fleet=fleet-2", false)]
    [InlineData("GET", "/v1/ota/releases", false)]
    [InlineData("POST", "/v1/ota/releases/7/rollout", false)]
    public async Task A_fleets_token_is_good_for_that_fleet_alone(string method, string target, bool expected)
    {
        var token = await AddAsync(new ApiToken("pilot", ApiScopes.Read | ApiScopes.Command, "fleet-1", null));
        var parts = target.Split('?');
        var request = Request(method, parts[0], token) with
        {
            QueryStringParameters = parts.Length > 1 ? new Dictionary<string, string> { [parts[1].Split('=')[0]] = parts[1].Split('=')[1] } : null,
        };

        var answer = await _handler.HandleAsync(request, Token);

        Assert.Equal((expected, expected ? "fleet-1" : null), (answer.IsAuthorized, answer.Context?.Fleet));
    }

    [Fact]
    public void A_refusal_has_nothing_beside_it_in_any_serializer() =>
        Assert.Equal("""{"isAuthorized":false}""", System.Text.Json.JsonSerializer.Serialize(new AuthorizerAnswer { IsAuthorized = false }));

    [Fact]
    public async Task Unknown_expired_and_revoked_tokens_are_refused()
    {
        var token = await AddAsync(new ApiToken("a", ApiScopes.Read, null, Now.AddMinutes(1)));
        var other = await AddAsync(new ApiToken("b", ApiScopes.Read, null, null));
        Assert.True((await GetAsync(token)).IsAuthorized);

        _clock.Advance(TimeSpan.FromMinutes(1));
        await _tokens.RevokeAsync("b", Token);

        Assert.False((await GetAsync(token)).IsAuthorized);
        Assert.False((await GetAsync(other)).IsAuthorized);
        Assert.False((await GetAsync(ApiTokenText.Create())).IsAuthorized);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer dl_short")]
    [InlineData("Basic ZGxfOg==")]
    [InlineData("Bearer \u0000")]
    public async Task What_is_no_token_is_refused_without_asking_the_store(string? header)
    {
        var request = Request("GET", "/v1/devices", "") with
        {
            Headers = header is null ? null : new Dictionary<string, string> { ["authorization"] = header },
        };

        Assert.False((await _handler.HandleAsync(request, Token)).IsAuthorized);
        Assert.False((await _handler.HandleAsync(new HttpApiRequest(), Token)).IsAuthorized);
        Assert.Equal(0, _tokens.Finds);
    }

    [Fact]
    public async Task A_store_that_is_down_is_no_refusal()
    {
        var token = await AddAsync(new ApiToken("a", ApiScopes.Read, "fleet-1", null));
        _registryFailure = new IOException("down");
        await Assert.ThrowsAsync<IOException>(async () => await _handler.HandleAsync(Request("GET", "/v1/devices/kite", token), Token));

        _registryFailure = null;
        _tokens.Failure = new TimeoutException("down");
        await Assert.ThrowsAsync<TimeoutException>(async () => await GetAsync(token));
    }

    [Fact]
    public async Task The_answers_are_what_the_gateway_takes()
    {
        var token = await AddAsync(new ApiToken("pilot", ApiScopes.Read | ApiScopes.Command, "fleet-1", null));
        var json = $$$"""
            {"version":"2.0","type":"REQUEST","routeArn":"arn:aws:execute-api:eu-central-1:123456789012:a/b/GET/v1","identitySource":["Bearer x"],
            "routeKey":"GET /v1/{proxy+}","rawPath":"/v1/devices/kite","rawQueryString":"","headers":{"Authorization":"bearer {{{token}}}"},
            "requestContext":{"http":{"method":"GET","path":"/v1/devices/kite","protocol":"HTTP/1.1","sourceIp":"::1","userAgent":"u"},
            "requestId":"r","routeKey":"GET /v1/{proxy+}","stage":"$default","time":"t","timeEpoch":1},"pathParameters":{"proxy":"devices/kite"}}
            """;
        var request = JsonSerializer.Deserialize(json, CloudJsonContext.Default.HttpApiRequest)!;

        Assert.Equal(
            """{"isAuthorized":true,"context":{"token":"pilot","scopes":"read command","fleet":"fleet-1"}}""", Write(await _handler.HandleAsync(request, Token)));
        Assert.Equal("""{"isAuthorized":false}""", Write(await _handler.HandleAsync(request with { RawPath = "/v1/links" }, Token)));

        static string Write(AuthorizerAnswer answer) => JsonSerializer.Serialize(answer, AuthorizerJsonContext.Default.AuthorizerAnswer);
    }

    private async Task<string> AddAsync(ApiToken token)
    {
        var text = ApiTokenText.Create();
        Assert.True(ApiTokenText.TryHash(text, out var hash));
        await _tokens.AddAsync(hash, token, Token);
        return text;
    }

    private ValueTask<AuthorizerAnswer> GetAsync(string token) => _handler.HandleAsync(Request("GET", "/v1/devices", token), Token);

    private static HttpApiRequest Request(string? method, string path, string token) => new()
    {
        RawPath = path,
        Headers = new Dictionary<string, string> { ["authorization"] = "Bearer " + token },
        RequestContext = new HttpApiRequestContext { Http = new HttpApiRequestDescription { Method = method, Path = path } },
    };
}

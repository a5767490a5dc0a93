using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DroneLink.CloudSdk.Ingest;
using DroneLink.Tool.GroundStation;
using DroneLink.Tool.GroundStation.Http;

namespace DroneLink.Tool.Tests.Http;

public sealed class StationApiTests
{
    [Fact]
    public async Task Post_OfSignedFrames_IsAcceptedAndRead()
    {
        await using var test = await TestStation.StartAsync();
        var device = await test.AddDeviceAsync("kite", link: "l1");

        using var response = await test.Http.SendAsync(Frames.Post(device, Frames.Position("kite"), Frames.Text("kite", 1, "motor hot")), Token);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal(2, answer.GetProperty("accepted").GetInt32());
        await Eventually.IsTrueAsync(() => test.Station.StoredRecords == 2, "both are stored");
        var one = await test.Http.GetFromJsonAsync<JsonElement>("/v1/devices/kite", Token);
        Assert.Equal("l1", one.GetProperty("linkId").GetString());
        Assert.Equal(-353629847, one.GetProperty("latest").GetProperty("position").GetProperty("fields").GetProperty("latitude").GetInt64());
        var records = await test.Http.GetFromJsonAsync<JsonElement>("/v1/devices/kite/records?kind=position&limit=1", Token);
        Assert.Equal(1, records.GetProperty("records").GetArrayLength());
        var events = await test.Http.GetFromJsonAsync<JsonElement>("/v1/events?text=motor&device=kite", Token);
        Assert.Equal("motor hot", events.GetProperty("events")[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task Post_WithAWrongSignature_IsRefused()
    {
        await using var test = await TestStation.StartAsync();
        var device = await test.AddDeviceAsync("kite");
        var request = Frames.Post(device with { Key = new byte[32] }, Frames.Position("kite"));

        using var response = await test.Http.SendAsync(request, Token);

        await AssertProblemAsync(response, HttpStatusCode.Unauthorized, "signature");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_OfTooMuch_IsRefusedBeforeItIsRead(bool isChunked)
    {
        await using var test = await TestStation.StartAsync();
        var request = Frames.PostBody(await test.AddDeviceAsync("kite"), new byte[FrameIngestOptions.DefaultMaxBodyBytes + 8192]);
        request.Headers.TransferEncodingChunked = isChunked;
        request.Headers.ExpectContinue = true;

        using var response = await test.Http.SendAsync(request, Token);

        await AssertProblemAsync(response, HttpStatusCode.RequestEntityTooLarge, "too-large");
    }

    [Fact]
    public async Task Post_OfALittleTooMuch_IsAnsweredByTheHandler()
    {
        await using var test = await TestStation.StartAsync();
        var request = Frames.PostBody(await test.AddDeviceAsync("kite"), new byte[FrameIngestOptions.DefaultMaxBodyBytes + 1]);

        using var response = await test.Http.SendAsync(request, Token);

        await AssertProblemAsync(response, HttpStatusCode.RequestEntityTooLarge, "too-large");
    }

    [Fact]
    public async Task Links_JoinTheDevicesThatNameThem()
    {
        await using var test = await TestStation.StartAsync();
        await test.AddDeviceAsync("kite", link: "l1");
        await test.AddDeviceAsync("eye", "groundReceiver", "l1");

        var list = await test.Http.GetFromJsonAsync<JsonElement>("/v1/links", Token);
        var one = await test.Http.GetFromJsonAsync<JsonElement>("/v1/links/l1?from=2026-01-31T12:00:00Z", Token);

        Assert.Equal("l1", Assert.Single(list.GetProperty("links").EnumerateArray()).GetProperty("linkId").GetString());
        Assert.Equal(["eye", "kite"], one.GetProperty("devices").EnumerateArray().Select(device => device.GetProperty("deviceId").GetString()));
        Assert.Equal(1769860800000, one.GetProperty("history").GetProperty("from").GetInt64());
    }

    [Fact]
    public async Task Plan_IsProposedAndRated()
    {
        await using var test = await TestStation.StartAsync();

        using var proposed = await test.Http.PostAsJsonAsync("/v1/plan", new { drones = 4, region = "ism" }, Token);
        using var rated = await test.Http.PostAsJsonAsync("/v1/plan", new { frequencies = new object[] { 5658, "R3", 5843, 5880 }, region = "none" }, Token);
        using var unread = await test.Http.PostAsync("/v1/plan", new StringContent("drones=4"), Token);
        using var empty = await test.Http.PostAsync("/v1/plan", content: null, Token);
        using var surrogate = await test.Http.PostAsync(
            "/v1/plan", new StringContent("""{"drones":2,"region":"\ud800"}""", System.Text.Encoding.UTF8, "application/json"), Token);
        using var large = await test.Http.PostAsync("/v1/plan", new ByteArrayContent(new byte[StationApi.MaxBodyBytes + 1]), Token);

        await AssertProblemAsync(surrogate, HttpStatusCode.BadRequest, "bad-plan");
        Assert.DoesNotContain("frames", await large.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        await AssertProblemAsync(large, HttpStatusCode.RequestEntityTooLarge, "too-large");

        Assert.Equal(4, (await proposed.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("channels").GetArrayLength());
        Assert.Equal(100, (await rated.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("rating").GetInt32());
        await AssertProblemAsync(unread, HttpStatusCode.UnsupportedMediaType, "content-type");
        await AssertProblemAsync(empty, HttpStatusCode.UnsupportedMediaType, "content-type");
    }

    [Theory]
    [InlineData("GET", "/v1/links/nobody", HttpStatusCode.NotFound, "unknown-link")]
    [InlineData("GET", "/v1/links/l1?from=noon", HttpStatusCode.BadRequest, "bad-parameter")]
    [InlineData("GET", "/v1/plan", HttpStatusCode.MethodNotAllowed, "method-not-allowed")]
    [InlineData("GET", "/nothing", HttpStatusCode.NotFound, "not-found")]
    [InlineData("GET", "/v1/devices/nobody", HttpStatusCode.NotFound, "unknown-device")]
    [InlineData("GET", "/v1/frames", HttpStatusCode.MethodNotAllowed, "method-not-allowed")]
    [InlineData("DELETE", "/v1/devices", HttpStatusCode.MethodNotAllowed, "method-not-allowed")]
    [InlineData("GET", "/v1/events?limit=0", HttpStatusCode.BadRequest, "bad-parameter")]
    [InlineData("GET", "/v1/live?kind=nonsense", HttpStatusCode.BadRequest, "bad-parameter")]
    [InlineData("GET", "/v1/live?device=a%2Fb", HttpStatusCode.BadRequest, "bad-parameter")]
    public async Task Errors_AreProblemDocuments(string method, string path, HttpStatusCode expected, string code)
    {
        await using var test = await TestStation.StartAsync();

        using var response = await test.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), Token);

        await AssertProblemAsync(response, expected, code);
    }

    [Theory]
    [InlineData("/v1/devices")]
    [InlineData("/v1/devices/kite")]
    public async Task FailingStore_IsAProblemDocumentAndALine(string path)
    {
        await using var test = await TestStation.StartAsync(mayLogErrors: true);
        await test.ExecuteAsync("DROP TABLE devices");

        using var response = await test.Http.GetAsync(path, Token);

        await AssertProblemAsync(response, HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.Equal(TimeSpan.FromSeconds(5), response.Headers.RetryAfter?.Delta);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("x-content-type-options")));
        Assert.Contains(test.LogLines, line => line.StartsWith("Error failed GET /v1/devices", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Request_UnderAForeignHostName_IsRefused()
    {
        await using var test = await TestStation.StartAsync();
        var request = new HttpRequestMessage(HttpMethod.Get, "/v1/devices");
        request.Headers.Host = "attacker.example";

        using var response = await test.Http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Healthz_AndStatus_Answer()
    {
        await using var test = await TestStation.StartAsync();
        await using var kite = await test.ConnectAsync(await test.AddDeviceAsync("kite"));
        await Eventually.IsTrueAsync(() => test.Station.Presence.Snapshot().Count == 1, "kite is online");

        Assert.Equal("ok", (await test.Http.GetFromJsonAsync<JsonElement>("/healthz", Token)).GetProperty("status").GetString());
        var status = await test.Http.GetFromJsonAsync<JsonElement>("/v1/status", Token);
        Assert.True(status.GetProperty("devices")[0].GetProperty("online").GetBoolean());
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task AssertProblemAsync(HttpResponseMessage response, HttpStatusCode expected, string code)
    {
        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal((int)expected, problem.GetProperty("status").GetInt32());
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }
}

using System.Text;
using System.Text.Json;
using DroneLink.CloudSdk.Authorization;
using DroneLink.CloudSdk.Ota;

namespace DroneLink.CloudSdk.Tests.Ota;

public sealed class OtaApiHandlerTests : IDisposable
{
    private readonly OtaFixture _ota = new();

    public void Dispose() => _ota.Dispose();

    [Fact]
    public async Task A_release_is_published_once_and_found()
    {
        var file = TestImage.Release(7, "0.2.0", "2026-11-a", "drone", "0.1.0");

        var (status, published) = await _ota.PublishAsync(file.Write());
        var again = await _ota.PublishAsync(file.Write(), caller: new ApiCaller { Token = "another", Scopes = "command" });

        Assert.Equal(201, status);
        _ota.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await _ota.PublishAsync(file.Write())).Status);
        Assert.Equal(("2026-11-a", "owner", OtaFixture.Now.ToUnixTimeMilliseconds()), (
            Text(published, "release"), Text(again.Body, "publishedBy"), published.GetProperty("publishedAt").GetInt64()));
        var found = (await _ota.GetAsync("/v1/ota/releases/7")).Body;
        Assert.Equal(("0.2.0", "drone", "nano1", "0.1.0", file.Release.Sha256), (
            Text(found, "version"), Text(found, "role"), Text(found, "runtime"), Text(found, "minVersion"), Text(found, "sha256")));
        Assert.Equal(JsonValueKind.Null, found.GetProperty("rollout").ValueKind);
        Assert.Equal(7, Assert.Single((await _ota.GetAsync("/v1/ota/releases")).Body.GetProperty("releases").EnumerateArray()).GetProperty("build").GetInt32());
    }

    [Fact]
    public async Task A_build_is_never_used_twice()
    {
        await _ota.PublishAsync(TestImage.Release(7).Write());

        var (status, body) = await _ota.PublishAsync(TestImage.Release(7, "0.2.1").Write());

        Assert.Equal((409, "build-taken"), (status, Text(body, "code")));
        Assert.Contains("higher build", Text(body, "detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_release_is_refused_with_what_is_wrong()
    {
        var file = TestImage.Release().Write();
        Assert.Equal((415, "content-type"), Problem(await _ota.PublishAsync(file, "application/json")));
        Assert.Equal((413, "too-large"), Problem(await _ota.PublishAsync(new byte[OtaReleaseFile.MaxBytes + 3])));
        Assert.Equal((400, "bad-release"), Problem(await _ota.PublishAsync(file[..^1])));
        Assert.Equal((400, "bad-release"), Problem(await _ota.PublishAsync([])));
        Assert.Equal((400, "bad-release"), Problem(await _ota.CallAsync("POST", "/v1/ota/releases", "text", OtaReleaseFile.ContentType, false)));
        Assert.Equal((400, "bad-release"), Problem(await _ota.CallAsync("POST", "/v1/ota/releases", "%%%%", OtaReleaseFile.ContentType, true)));
        Assert.Empty((await _ota.GetAsync("/v1/ota/releases")).Body.GetProperty("releases").EnumerateArray());
        Assert.Empty(_ota.Failures);
    }

    [Fact]
    public async Task A_rollout_keeps_what_a_request_does_not_name()
    {
        await _ota.OpenAsync(rollout: """{"state":"active","percentage":10,"fleet":"north","role":"drone","devices":["kite","other"],"maxInProgress":5,"pauseAtFailurePercent":50,"pauseAfterEnded":2}""");

        await _ota.RollOutAsync(7, """{"percentage":100,"role":null,"maxInProgress":null}""");

        var body = (await _ota.GetAsync("/v1/ota/releases/7")).Body;
        var rollout = body.GetProperty("rollout");
        Assert.Equal(
            """{"build":7,"state":"active","fleet":"north","role":null,"devices":["kite","other"],"percentage":100,"maxInProgress":null,"pauseAtFailurePercent":50,"pauseAfterEnded":2,"countsFrom":1795521600000,"pausedBecause":null,"changedAt":1795521600000,"changedBy":"owner"}""",
            rollout.GetRawText());
        Assert.Equal((1, 1), (body.GetProperty("cohort").GetInt32(), body.GetProperty("included").GetInt32()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("[]")]
    [InlineData("""{"state":"draft"}""")]
    [InlineData("""{"state":"open"}""")]
    [InlineData("""{"state":1}""")]
    [InlineData("""{"percentage":-1}""")]
    [InlineData("""{"percentage":101}""")]
    [InlineData("""{"percentage":9.5}""")]
    [InlineData("""{"percentage":null}""")]
    [InlineData("""{"percentage":1,"percentage":2}""")]
    [InlineData("""{"fleet":"a b"}""")]
    [InlineData("""{"role":"any"}""")]
    [InlineData("""{"devices":"kite"}""")]
    [InlineData("""{"devices":["a b"]}""")]
    [InlineData("""{"devices":[7]}""")]
    [InlineData("""{"maxInProgress":0}""")]
    [InlineData("""{"pauseAtFailurePercent":0}""")]
    [InlineData("""{"pauseAtFailurePercent":101}""")]
    [InlineData("""{"pauseAfterEnded":0}""")]
    [InlineData("""{"pauseAfterEnded":null}""")]
    [InlineData("""{"retry":false}""")]
    [InlineData("""{"retry":"kite"}""")]
    [InlineData("""{"speed":1}""")]
    [InlineData("""{"state":"\ud800"}""")]
    [InlineData("""{"state":"active"}""")]
    public async Task A_bad_rollout_is_refused_and_changes_nothing(string json)
    {
        await _ota.PublishAsync(TestImage.Release().Write());

        var (status, body) = await _ota.RollOutAsync(7, json);

        Assert.Equal((400, "bad-rollout"), (status, Text(body, "code")));
        Assert.Equal(JsonValueKind.Null, (await _ota.GetAsync("/v1/ota/releases/7")).Body.GetProperty("rollout").ValueKind);
        Assert.Empty(_ota.Failures);
    }

    [Fact]
    public async Task Too_many_devices_or_characters_are_refused()
    {
        await _ota.PublishAsync(TestImage.Release().Write());
        string List(int count) => $$"""{"devices":[{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"d{i}\""))}}]}""";

        Assert.Equal(200, (await _ota.RollOutAsync(7, List(OtaRollout.MaxDevices))).Status);
        Assert.Equal((400, "bad-rollout"), Problem(await _ota.RollOutAsync(7, List(OtaRollout.MaxDevices + 1))));
        Assert.Equal((400, "bad-rollout"), Problem(await _ota.RollOutAsync(7, new string(' ', 40_000) + "{}")));
    }

    [Theory]
    [InlineData("paused", 409, "not-begun")]
    [InlineData("completed", 409, "not-begun")]
    [InlineData("cancelled", 200, null)]
    public async Task A_draft_can_be_begun_or_cancelled(string state, int status, string? code)
    {
        await _ota.PublishAsync(TestImage.Release().Write());
        Assert.Equal((status, code), Problem(await _ota.RollOutAsync(7, $$"""{"state":"{{state}}"}""")));
    }

    [Theory]
    [InlineData("""{"state":"active"}""")]
    [InlineData("""{"percentage":5}""")]
    [InlineData("""{"retry":true}""")]
    public async Task What_was_cancelled_stays_so(string json)
    {
        await _ota.OpenAsync();
        await _ota.RollOutAsync(7, """{"state":"cancelled"}""");

        Assert.Equal((409, "cancelled"), Problem(await _ota.RollOutAsync(7, json)));
        Assert.Equal(200, (await _ota.RollOutAsync(7, """{"state":"cancelled"}""")).Status);
    }

    [Fact]
    public async Task The_devices_of_a_release_are_told_with_reasons_in_words()
    {
        _ota.Fleet.Add(OtaFixture.Device("last"));
        await _ota.OpenAsync(rollout: """{"state":"active","percentage":100,"pauseAtFailurePercent":null}""");
        foreach (var device in new[] { "kite", "other", "ground" })
            await _ota.OfferAsync(device);
        await _ota.ProjectAsync(OtaFixture.Event(12, 1), OtaFixture.Event(13, 3, device: "other"), OtaFixture.Event(14, 12, device: "ground"));

        var body = (await _ota.GetAsync("/v1/ota/releases/7/devices")).Body;

        Assert.Equal(
            [
                "ground rejected 0.1.0 there is not enough memory", "kite applied 0.2.0 ", "last waiting  ", "other rolledBack 0.1.0 it was not confirmed in time",
            ],
            body.GetProperty("devices").EnumerateArray().Select(device => $"{Text(device, "deviceId")} {Text(device, "state")} {Text(device, "version")} {Text(device, "reason")}"));
        var counts = (await _ota.GetAsync("/v1/ota/releases/7")).Body.GetProperty("counts");
        Assert.Equal("""{"waiting":1,"offered":0,"started":0,"applied":1,"rolledBack":1,"rejected":1}""", counts.GetRawText());
    }

    [Fact]
    public async Task A_device_that_is_provisioned_no_longer_is_still_told_of()
    {
        await _ota.OpenAsync();
        await _ota.OfferAsync();
        _ota.Fleet.Clear();

        var device = Assert.Single((await _ota.GetAsync("/v1/ota/releases/7/devices")).Body.GetProperty("devices").EnumerateArray());
        Assert.Equal(("kite", null), (Text(device, "deviceId"), Text(device, "fleetId")));
    }

    [Fact]
    public async Task Whoever_is_in_and_has_not_ended_is_nudged_when_it_opens_and_when_it_grows()
    {
        await _ota.PublishAsync(TestImage.Release().Write());
        Assert.Equal(0, (await _ota.RollOutAsync(7, """{"percentage":0}""")).Body.GetProperty("nudged").GetInt32());
        Assert.Empty(_ota.Published);

        var opened = await _ota.RollOutAsync(7, """{"state":"active","percentage":100,"fleet":"north"}""");
        Assert.Equal(2, opened.Body.GetProperty("nudged").GetInt32());
        Assert.Equal(["ground", "kite"], _ota.Published.Select(one => one.DeviceId).Order());
        Assert.All(_ota.Published, one => Assert.Equal(("ota", "C"), (one.Topic, Encoding.ASCII.GetString(one.Message))));

        _ota.Published.Clear();
        await _ota.OfferAsync();
        await _ota.ProjectAsync(OtaFixture.Event(12, 1));
        await _ota.RollOutAsync(7, """{"fleet":null}""");
        Assert.Equal(["ground", "other"], _ota.Published.Select(one => one.DeviceId).Order());

        _ota.Published.Clear();
        await _ota.RollOutAsync(7, """{"state":"paused"}""");
        Assert.Empty(_ota.Published);
    }

    [Fact]
    public async Task A_nudge_that_cannot_be_sent_stops_nothing()
    {
        _ota.ChannelFailure = new IOException("down");

        await _ota.OpenAsync();

        Assert.Equal(3, _ota.Failures.Count);
        Assert.NotNull(await _ota.OfferAsync());
    }

    [Theory]
    [InlineData("GET", "/v1/ota/releases", "read", null, 200)]
    [InlineData("GET", "/v1/ota/releases", "command", null, 403)]
    [InlineData("GET", "/v1/ota/releases/7", "read", null, 200)]
    [InlineData("GET", "/v1/ota/releases/7/devices", "read", null, 200)]
    [InlineData("GET", "/v1/ota/releases/7/devices", "read command", "north", 403)]
    [InlineData("POST", "/v1/ota/releases", "read", null, 403)]
    [InlineData("POST", "/v1/ota/releases", "command", "north", 403)]
    [InlineData("POST", "/v1/ota/releases", "command", null, 415)]
    [InlineData("POST", "/v1/ota/releases/7/rollout", "read", null, 403)]
    [InlineData("POST", "/v1/ota/releases/7/rollout", "command", null, 400)]
    [InlineData("POST", "/v1/ota/releases/7/rollout", "nonsense", null, 403)]
    public async Task Who_may_command_may_roll_out_and_a_fleets_token_may_neither(string method, string path, string scopes, string? fleet, int status)
    {
        await _ota.PublishAsync(TestImage.Release().Write());
        var caller = new ApiCaller { Token = "t", Scopes = scopes, Fleet = fleet };

        Assert.Equal(status, (await _ota.CallAsync(method, path, null, null, false, caller)).Status);
    }

    [Fact]
    public async Task Without_the_authorizers_word_nothing_is_done_unless_it_may_be()
    {
        Assert.Equal((403, "forbidden"), Problem(await _ota.CallAsync("GET", "/v1/ota/releases", null, null, false, isAnonymous: true)));
        using var open = new OtaFixture(allowAnonymous: true);
        Assert.Equal(200, (await open.CallAsync("GET", "/v1/ota/releases", null, null, false, isAnonymous: true)).Status);
    }

    [Theory]
    [InlineData("GET", "/v1/ota", 404, "not-found")]
    [InlineData("GET", "/v1/ota/releases/x", 404, "not-found")]
    [InlineData("GET", "/v1/ota/releases/0", 404, "not-found")]
    [InlineData("GET", "/v1/ota/releases/7/other", 404, "not-found")]
    [InlineData("GET", "/v1/ota/releases/7/devices/kite", 404, "not-found")]
    [InlineData("GET", "/v1/ota/releases/8", 404, "unknown-build")]
    [InlineData("POST", "/v1/ota/releases/8/rollout", 404, "unknown-build")]
    [InlineData("GET", "/v1/ota/releases/7/rollout", 405, "method-not-allowed")]
    [InlineData("POST", "/v1/ota/releases/7", 405, "method-not-allowed")]
    [InlineData("DELETE", "/v1/ota/releases", 405, "method-not-allowed")]
    public async Task What_there_is_not_is_told(string method, string path, int status, string code)
    {
        await _ota.PublishAsync(TestImage.Release().Write());
        Assert.Equal((status, code), Problem(await _ota.CallAsync(method, path, "{}", null, false)));
    }

    [Fact]
    public async Task A_store_that_fails_is_not_now()
    {
        await _ota.PublishAsync(TestImage.Release().Write());
        _ota.Break();

        Assert.Equal((503, "unavailable"), Problem(await _ota.GetAsync("/v1/ota/releases")));
        Assert.Equal((503, "unavailable"), Problem(await _ota.PublishAsync(TestImage.Release(8).Write())));
        Assert.Equal(2, _ota.Failures.Count);
    }

    private static (int Status, string? Code) Problem((int Status, JsonElement Body) answer) =>
        (answer.Status, answer.Body.TryGetProperty("code", out var code) && answer.Status >= 400 ? code.GetString() : null);

    private static string? Text(JsonElement body, string name) => body.GetProperty(name).GetString();
}

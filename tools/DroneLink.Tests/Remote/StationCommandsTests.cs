using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using DroneLink.CloudSdk.Aws;
using DroneLink.CloudSdk.Ingest;
using DroneLink.Emulators;
using MQTTnet;

namespace DroneLink.Tool.Tests.Remote;

/// <summary>Commands from the station's API to a device, and back.</summary>
public sealed class StationCommandsTests
{
    private const string OnlineStatus = """{"state":"online","role":"drone"}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_command_to_a_drone_out_of_reach_arrives_when_it_is_back_once_a_session(bool isAws)
    {
        using var emulated = isAws ? new EmulatedCloud() : null;
        Assert.SkipWhen(emulated?.WhyNot is not null, emulated?.WhyNot ?? "");
        await using var test = await TestStation.StartAsync(cloud: emulated is null ? null : async (report, stored, token) =>
            new AwsCloud(await emulated.CreateAsync(cancellationToken: token), emulated.Connect(), TimeProvider.System, report, stored));
        var kite = await test.AddDeviceAsync("kite");
        Assert.Equal("sent", Status(await PostAsync(test, "c1", "scan")));
        await PostAsync(test, "c2", "reboot");

        var first = await BackAsync(test, kite);
        Assert.Equal(["c1", "c2"], await HeardAsync(first));
        Assert.True(await SayAsync(first, """{"id":"c1","status":"received"}"""));
        Assert.True(await SayAsync(first, """{"id":"c2","status":"refused","message":"in flight"}"""));
        first.Drop();

        await using var second = await BackAsync(test, kite);
        Assert.Equal(["c1"], await HeardAsync(second));
        Assert.True(await SayAsync(second, """{"id":"c1","status":"done"}"""));
        var (done, refused) = (await GetAsync(test, "c1"), await GetAsync(test, "c2"));
        Assert.Equal(("done", "refused", "in flight"), (Status(done), Status(refused), refused.GetProperty("message").GetString()));
        Assert.True(done.GetProperty("latencyMs").GetInt64() >= refused.GetProperty("latencyMs").GetInt64());
    }

    [Fact]
    public async Task A_device_that_is_there_hears_it_at_once()
    {
        await using var test = await TestStation.StartAsync();
        await using var device = await BackAsync(test, await test.AddDeviceAsync("kite"));
        await using var other = await BackAsync(test, await test.AddDeviceAsync("other"));

        await PostAsync(test, "c1", "setPower", """{"pit":true}""");
        await PostAsync(test, "c1", "setPower", """{"pit":true}""");

        Assert.Equal(["c1"], await HeardAsync(device));
        Assert.Empty(await HeardAsync(other));
        var message = JsonSerializer.Deserialize<JsonElement>(device.Messages.Single(one => one.Topic == device.Topic("command")).Payload);
        Assert.Equal("""{"pit":true}""", message.GetProperty("parameters").GetRawText());
    }

    [Fact]
    public async Task What_expired_while_the_drone_was_away_is_never_published()
    {
        await using var test = await TestStation.StartAsync();
        var kite = await test.AddDeviceAsync("kite");
        await CommandTrail.AddSentAsync(test, "late", "scan", TimeSpan.FromMilliseconds(-1));
        await CommandTrail.AddSentAsync(test, "early", "scan", TimeSpan.FromMinutes(1));

        await using var device = await BackAsync(test, kite);

        Assert.Equal(["early"], await HeardAsync(device));
        Assert.Equal(("expired", "sent"), (Status(await GetAsync(test, "late")), Status(await GetAsync(test, "early"))));
    }

    [Fact]
    public async Task A_restart_of_the_station_loses_no_command()
    {
        using var folder = new TestFolder();
        DeviceIdentity kite;
        await using (var test = await TestStation.StartAsync(folder.Root))
        {
            kite = await test.AddDeviceAsync("kite");
            await PostAsync(test, "c1", "scan");
        }

        await using var again = await TestStation.StartAsync(folder.Root);
        await using var device = await BackAsync(again, kite);

        Assert.Equal(["c1"], await HeardAsync(device));
        await SayAsync(device, """{"id":"c1","status":"done"}""");
        Assert.Equal("done", Status(await GetAsync(again, "c1")));
    }

    [Fact]
    public async Task A_device_that_cannot_be_sent_what_it_missed_stays_and_gets_it_the_next_time()
    {
        await using var test = await TestStation.StartAsync(mayLogErrors: true);
        var kite = await test.AddDeviceAsync("kite");
        await PostAsync(test, "c1", "scan");
        await test.ExecuteAsync("ALTER TABLE commands RENAME TO lost");

        await using var device = await BackAsync(test, kite);

        Assert.Contains(test.LogLines, line => line.StartsWith("Error failed commands of a device that is back code=", StringComparison.Ordinal));
        Assert.Empty(await HeardAsync(device));
        Assert.True(await device.PublishAsync(device.FramesTopic, Frames.Position("kite", 1)));
        Assert.True(test.Station.Presence.IsOnline("kite"));

        await test.ExecuteAsync("ALTER TABLE lost RENAME TO commands");
        Assert.True(await device.PublishAsync(device.Topic("status"), OnlineStatus, retain: true));
        Assert.Equal(["c1"], await HeardAsync(device));
    }

    [Fact]
    public async Task A_device_says_nothing_of_the_commands_of_others()
    {
        await using var test = await TestStation.StartAsync();
        await test.AddDeviceAsync("kite");
        await using var other = await test.ConnectAsync(await test.AddDeviceAsync("other"));
        await PostAsync(test, "c1", "scan");

        Assert.True(await SayAsync(other, """{"id":"c1","status":"done"}"""));
        Assert.False(await other.PublishAsync("dl/v1/fleet-1/kite/command-result", """{"id":"c1","status":"done"}"""));

        Assert.Equal("sent", Status(await GetAsync(test, "c1")));
        var letter = Assert.Single(await test.Station.Cloud.DeadLetters.ListAsync(cancellationToken: Token));
        Assert.Equal(("other", "unknown-command"), (letter.Letter.DeviceId, letter.Letter.Code));
    }

    [Fact]
    public async Task A_device_gives_no_commands_and_says_nothing_that_is_kept_for_later()
    {
        await using var test = await TestStation.StartAsync();
        var kite = await test.AddDeviceAsync("kite");
        await using var other = await test.ConnectAsync(await test.AddDeviceAsync("other"));
        await PostAsync(test, "c1", "scan");

        Assert.Equal(MqttClientSubscribeResultCode.UnspecifiedError, await other.SubscribeAsync("dl/v1/fleet-1/kite/command"));
        Assert.False(await other.PublishAsync("dl/v1/fleet-1/kite/command", """{"id":"x","command":"reboot"}"""));

        // Who has not said that it is there hears nothing of the past: no command is retained.
        await using var device = await test.ConnectAsync(kite);
        await device.SubscribeAsync(device.Topic("command"));
        Assert.Empty(await HeardAsync(device));
    }

    [Fact]
    public async Task What_the_API_refuses_is_a_problem_document()
    {
        await using var test = await TestStation.StartAsync();
        await test.AddDeviceAsync("kite");

        using var bad = await SendAsync(test, "kite", """{"command":"setPower"}""");
        using var nobody = await SendAsync(test, "nobody", """{"command":"scan"}""");
        using var none = await test.Http.GetAsync("/v1/devices/kite/commands/c1", Token);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.NotFound, HttpStatusCode.NotFound), (bad.StatusCode, nobody.StatusCode, none.StatusCode));
        Assert.Equal("application/problem+json", bad.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("sec-fetch-site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("sec-fetch-site", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("sec-fetch-site", "same-origin", HttpStatusCode.Accepted)]
    [InlineData("origin", "https://evil.example.com", HttpStatusCode.Forbidden)]
    [InlineData("origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("origin", "own", HttpStatusCode.Accepted)]
    public async Task A_page_of_somebody_elses_commands_nothing(string header, string value, HttpStatusCode expected)
    {
        await using var test = await TestStation.StartAsync();
        await test.AddDeviceAsync("kite");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/devices/kite/commands") { Content = new StringContent("""{"command":"scan"}""") };
        request.Headers.Add(header, value == "own" ? test.Station.Address.GetLeftPart(UriPartial.Authority) : value);

        using var answer = await test.Http.SendAsync(request, Token);

        Assert.Equal(expected, answer.StatusCode);
        var trail = await test.Http.GetFromJsonAsync<JsonElement>("/v1/devices/kite/commands", Token);
        Assert.Equal(expected == HttpStatusCode.Accepted ? 1 : 0, trail.GetProperty("commands").GetArrayLength());
    }

    /// <summary>Comes as the firmware does: its status is said once its subscription is acknowledged.</summary>
    private static async Task<FakeDevice> BackAsync(TestStation test, DeviceIdentity identity)
    {
        var device = await test.ConnectAsync(identity);
        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS1, await device.SubscribeAsync(device.Topic("command")));
        Assert.True(await device.PublishAsync(device.Topic("status"), OnlineStatus, retain: true));
        return device;
    }

    /// <summary>The ids that it has heard. The broker keeps the order of what it sends to a client, so that what comes last ends the wait.</summary>
    private static async Task<IEnumerable<string?>> HeardAsync(FakeDevice device)
    {
        await device.SubscribeAsync($"dl/v1/{device.Device.FleetId}/peers/+");
        var peer = $"dl/v1/{device.Device.FleetId}/peers/{device.Device.DeviceId}";
        await device.PublishAsync(peer, Frames.Position(device.Device.DeviceId));
        await Eventually.IsTrueAsync(() => device.Received.Contains(peer), "its own beacon");
        return device.Messages.Where(message => message.Topic == device.Topic("command"))
            .Select(message => JsonSerializer.Deserialize<JsonElement>(message.Payload).GetProperty("id").GetString()).ToList();
    }

    private static Task<bool> SayAsync(FakeDevice device, string result) => device.PublishAsync(device.Topic("command-result"), result);

    private static async Task<JsonElement> PostAsync(TestStation test, string id, string command, string parameters = "{}")
    {
        using var answer = await SendAsync(test, "kite", $$"""{"id":"{{id}}","command":"{{command}}","parameters":{{parameters}}}""");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
    }

    private static async Task<HttpResponseMessage> SendAsync(TestStation test, string device, string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        return await test.Http.PostAsync($"/v1/devices/{device}/commands", body, Token);
    }

    private static Task<JsonElement> GetAsync(TestStation test, string id) =>
        test.Http.GetFromJsonAsync<JsonElement>($"/v1/devices/kite/commands/{id}", Token);

    private static string? Status(JsonElement command) => command.GetProperty("status").GetString();
}

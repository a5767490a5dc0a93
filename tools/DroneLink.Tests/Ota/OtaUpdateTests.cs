using System.Net.Http.Json;
using System.Text.Json;
using DroneLink.CloudSdk.Aws;
using DroneLink.CloudSdk.Ota;
using DroneLink.CloudSdk.Tests.Ota;
using DroneLink.Emulators;
using MQTTnet;

namespace DroneLink.Tool.Tests.Ota;

public sealed class OtaUpdateTests
{
    private static readonly OtaReleaseFile Release = TestImage.Release(7, image: TestImage.Nano(bytes: 20_000));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_device_is_updated_from_the_first_question_to_its_last_word(bool isMqtt, bool isAws)
    {
        using var emulated = isAws ? new EmulatedCloud() : null;
        Assert.SkipWhen(emulated?.WhyNot is not null, emulated?.WhyNot ?? "");
        await using var test = await TestStation.StartAsync(cloud: emulated is null ? null : async (report, stored, token) =>
            new AwsCloud(await emulated.CreateAsync(cancellationToken: token), emulated.Connect(), TimeProvider.System, report, stored));
        var kite = await test.AddDeviceAsync("kite");
        await using var connection = await test.ConnectAsync(kite);
        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS1, await connection.SubscribeAsync(connection.Topic("ota")));
        UpdatingDevice device = isMqtt ? new MqttUpdatingDevice(connection) : new HttpUpdatingDevice(kite, test.Http);

        Assert.Null(await device.ManifestAsync(5));
        await OpenAsync(test);
        Assert.Equal("C"u8.ToArray(), await new MqttUpdatingDevice(connection).NextAsync());

        var manifest = (await device.ManifestAsync(5))!.Value;
        Assert.Equal(Release.Image.ToArray(), await device.DownloadAsync(manifest));
        Assert.Equal(("offered", Release.Image.Length), await StateAsync(test));
        await device.TellAsync(test, 11, 0x000200, 7);
        await UntilAsync(test, "started");
        await device.TellAsync(test, 12, 0x000200, 7);
        await UntilAsync(test, "applied");

        Assert.Null(await device.ManifestAsync(7));
        Assert.Null(await device.ManifestAsync(5));
    }

    [Fact]
    public async Task What_failed_is_paused_and_after_a_retry_offered_again()
    {
        await using var test = await TestStation.StartAsync();
        var device = new HttpUpdatingDevice(await test.AddDeviceAsync("kite"), test.Http);
        await OpenAsync(test, """{"state":"active","percentage":100,"pauseAfterEnded":1}""");
        var first = (await device.ManifestAsync(5))!.Value;
        await device.TellAsync(test, 13, 2, 7);
        await UntilAsync(test, "rolledBack");

        await Eventually.IsTrueAsync(async () => (await GetAsync(test, "/v1/ota/releases/7")).GetProperty("rollout").GetProperty("state").GetString() == "paused", "paused");
        Assert.Null(await device.ManifestAsync(5));
        await RollOutAsync(test, """{"state":"active","retry":true}""");

        var second = (await device.ManifestAsync(5))!.Value;
        Assert.True(second.GetProperty("serial").GetInt64() > first.GetProperty("serial").GetInt64());
    }

    [Fact]
    public async Task A_bad_message_is_answered_and_the_connection_stays()
    {
        await using var test = await TestStation.StartAsync();
        await using var connection = await test.ConnectAsync(await test.AddDeviceAsync("kite"));
        await connection.SubscribeAsync(connection.Topic("ota"));
        var device = new MqttUpdatingDevice(connection);

        Assert.Equal(OtaMessage.Error(OtaMessage.BadRequest), await device.RequestAsync("nonsense"));
        Assert.Equal(OtaMessage.Error(OtaMessage.UnknownBuild), await device.RequestAsync("""{"want":"block","build":7,"offset":0,"count":1}"""));
        Assert.True(connection.IsConnected);
    }

    [Fact]
    public async Task A_device_hears_no_other_and_publishes_no_answers()
    {
        await using var test = await TestStation.StartAsync();
        await using var kite = await test.ConnectAsync(await test.AddDeviceAsync("kite"));
        await using var other = await test.ConnectAsync(await test.AddDeviceAsync("other"));

        Assert.Equal(MqttClientSubscribeResultCode.UnspecifiedError, await kite.SubscribeAsync(other.Topic("ota")));
        Assert.Equal(MqttClientSubscribeResultCode.UnspecifiedError, await kite.SubscribeAsync(kite.Topic("ota-request")));
        Assert.False(await kite.PublishAsync(other.Topic("ota-request"), "{}"));
        Assert.False(await other.PublishAsync(other.Topic("ota"), "C"));
    }

    [Fact]
    public async Task What_was_published_and_how_far_devices_are_is_there_after_a_restart()
    {
        using var folder = new TestFolder();
        string key;
        await using (var test = await TestStation.StartAsync(folder.Root))
        {
            var kite = await test.AddDeviceAsync("kite");
            await OpenAsync(test);
            key = (await new HttpUpdatingDevice(kite, test.Http).ManifestAsync(5))!.Value.GetProperty("serial").GetRawText();
        }

        await using var again = await TestStation.StartAsync(folder.Root);
        var known = (await again.Station.Registry.FindAsync("kite", Token))!;
        var device = new HttpUpdatingDevice(known, again.Http);
        var manifest = (await device.ManifestAsync(5))!.Value;
        Assert.True(manifest.GetProperty("serial").GetInt64() > long.Parse(key, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(Release.Image.ToArray(), await device.DownloadAsync(manifest));
    }

    private static async Task OpenAsync(TestStation test, string rollout = """{"state":"active","percentage":100}""")
    {
        using var file = new ByteArrayContent(Release.Write());
        file.Headers.ContentType = new(OtaReleaseFile.ContentType);
        using var answer = await test.Http.PostAsync("/v1/ota/releases", file, Token);
        Assert.Equal(System.Net.HttpStatusCode.Created, answer.StatusCode);
        await RollOutAsync(test, rollout);
    }

    private static async Task RollOutAsync(TestStation test, string json)
    {
        using var body = new StringContent(json, null, "application/json");
        using var answer = await test.Http.PostAsync("/v1/ota/releases/7/rollout", body, Token);
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
    }

    private static Task<JsonElement> GetAsync(TestStation test, string path) => test.Http.GetFromJsonAsync<JsonElement>(path, Token);

    private static async Task<(string? State, int Bytes)> StateAsync(TestStation test)
    {
        var device = Assert.Single((await GetAsync(test, "/v1/ota/releases/7/devices")).GetProperty("devices").EnumerateArray());
        return (device.GetProperty("state").GetString(), device.GetProperty("downloadedBytes").GetInt32());
    }

    private static Task UntilAsync(TestStation test, string state) => Eventually.IsTrueAsync(async () => (await StateAsync(test)).State == state, state);
}

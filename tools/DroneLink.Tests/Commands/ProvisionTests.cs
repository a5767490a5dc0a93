using System.Text.Json;
using DroneLink.CloudSdk.Embedded;
using DroneLink.Tool.GroundStation;
using DroneLink.Tool.Provisioning;

namespace DroneLink.Tool.Tests.Commands;

public sealed class ProvisionTests
{
    [Fact]
    public async Task Drone_GetsAKeyAConfigurationAndADeploymentFile()
    {
        using var folder = new TestFolder();

        var run = await ProvisionAsync(
            folder, "kite", "--link", "l1", "--mqtt", "broker.local:8883", "--https", "https://api.example.com", "--ssid", "field",
            "--wifi-password", "secret pass", "--serial-port", "COM3");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var configuration = Read(folder.At("devices", "kite", "dronelink.json"));
        using var cloud = EmbeddedCloud.Open(folder.At(GroundStationOptions.DatabaseName));
        var device = await cloud.Registry.FindAsync("kite", Token);
        Assert.NotNull(device);
        Assert.Equal(("fleet-1", "drone", "l1"), (device.FleetId, device.Role, device.LinkId));
        Assert.Equal(Convert.ToHexStringLower(device.Key.Span), configuration.GetProperty("key").GetString());
        var mqtt = configuration.GetProperty("mqtt");
        Assert.Equal(("broker.local", 8883, true), (mqtt.GetProperty("host").GetString(), mqtt.GetProperty("port").GetInt32(), mqtt.GetProperty("tls").GetBoolean()));
        Assert.Equal(MqttPassword.Derive(device.Key.Span), mqtt.GetProperty("password").GetString());
        Assert.Equal("https://api.example.com/v1/frames", configuration.GetProperty("https").GetProperty("url").GetString());
        Assert.Equal("secret pass", configuration.GetProperty("wifi").GetProperty("password").GetString());
        Assert.Equal(
            ["deviceId", "fleetId", "key", "role", "linkId", "wifi", "mqtt", "https", "timeServer", "autopilot", "ota", "peers", "uplink"],
            configuration.EnumerateObject().Select(p => p.Name));
        Assert.DoesNotContain(configuration.GetProperty("key").GetString()!, run.Output, StringComparison.Ordinal);

        var deployment = Read(folder.At("devices", "kite", "deploy.json"));
        Assert.Equal("COM3", deployment.GetProperty("serialport").GetString());
        var file = Assert.Single(deployment.GetProperty("files").EnumerateArray());
        Assert.Equal(@"I:\dronelink.json", file.GetProperty("DestinationFilePath").GetString());
        Assert.Equal(folder.At("devices", "kite", "dronelink.json"), file.GetProperty("SourceFilePath").GetString());
    }

    [Fact]
    public async Task Passwords_AreWrittenAsNanoFrameworkJsonCanReadThem()
    {
        using var folder = new TestFolder();

        var run = await ProvisionAsync(folder, "kite", "--mqtt", "broker", "--ssid", "Fält & Co", "--wifi-password", "a+b'<c>\"\\/d");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var file = folder.At("devices", "kite", "dronelink.json");
        Assert.DoesNotContain("\\u", await File.ReadAllTextAsync(file, Token), StringComparison.Ordinal);
        var configuration = DroneLink.Host.Twins.Twin.ReadConfiguration(file);
        Assert.Equal(("Fält & Co", "a+b'<c>\"\\/d"), (configuration.WifiSsid, configuration.WifiPassword));
    }

    [Theory]
    [InlineData("Küche\u00a0😀")]
    [InlineData("\u2028\u202f\ufeff\u007f\u0085")]
    [InlineData(@"\u0041\\u0042")]
    [InlineData("\t\"\\")]
    public async Task Texts_AreNeverEscapedAsNumbers(string text)
    {
        using var folder = new TestFolder();
        var parts = folder.At("parts.json");
        await File.WriteAllTextAsync(parts, JsonSerializer.Serialize(new Dictionary<string, string> { ["timeServer"] = text }), Token);

        var run = await ProvisionAsync(folder, "kite", "--mqtt", "broker", "--ssid", text, "--wifi-password", text, "--parts", parts);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var file = folder.At("devices", "kite", "dronelink.json");
        Assert.DoesNotMatch(@"(?<!\\)(\\\\)*\\u", await File.ReadAllTextAsync(file, Token));
        Assert.Equal((text, text), (Read(file).GetProperty("wifi").GetProperty("ssid").GetString(), Read(file).GetProperty("timeServer").GetString()));
        var configuration = DroneLink.Host.Twins.Twin.ReadConfiguration(file);
        Assert.Equal((text, text, text), (configuration.WifiSsid, configuration.WifiPassword, configuration.TimeServer));
    }

    [Fact]
    public async Task Parts_AreAdded_AndCheckedAsTheDeviceDoes()
    {
        using var folder = new TestFolder();
        var parts = folder.At("parts.json");
        await File.WriteAllTextAsync(parts, """{ "transmitter": { "control": "tramp", "switchPin": 27, "powerMw": 200 } }""", Token);

        var run = await ProvisionAsync(folder, "kite", "--mqtt", "broker", "--parts", parts);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var configuration = DroneLink.Host.Twins.Twin.ReadConfiguration(folder.At("devices", "kite", "dronelink.json"));
        Assert.Equal((27, 200), (configuration.Transmitter.SwitchPin, configuration.Transmitter.Options.PowerMw));
        Assert.NotNull(configuration.AutopilotConnection);
    }

    [Theory]
    [InlineData("""{ "transmitter": { "powerMw": 200 } }""", "'transmitter.control' is missing; expected smartAudio or tramp")]
    [InlineData("""{ "transmiter": { } }""", "'transmiter' is not a setting")]
    [InlineData("""{ "gps": { }, "gps": { } }""", "parts.json says something twice: ")]
    [InlineData("""{ "videoLink": { "adcChannel": 6, "adcChannel": 7 } }""", "parts.json says something twice: ")]
    [InlineData("""{ "deviceId": "other" }""", "holds 'deviceId', which is no part of a board: give it as NAME.")]
    [InlineData("""{ "fleetId": "other" }""", "--fleet")]
    [InlineData("""{ "key": "00" }""", "each device gets a new one")]
    [InlineData("""{ "Key": "00" }""", "each device gets a new one")]
    [InlineData("""{ "role": "bench" }""", "--role")]
    [InlineData("""{ "linkId": null }""", "--link")]
    [InlineData("""{ "mqtt": { "host": "h" } }""", "--mqtt")]
    [InlineData("""{ "https": { "url": "https://h" } }""", "--https")]
    [InlineData("""{ "wifi": { "ssid": "s", "password": "p" } }""", "--ssid")]
    [InlineData("""{ "timeServer": "\u0007" }""", "the control character U+0007")]
    [InlineData("""{ "timeServer": "\ud83d" }""", "is not Unicode")]
    [InlineData("""{ "time\udc00": 1 }""", "is not Unicode")]
    [InlineData("[1]", "holds no JSON object")]
    [InlineData("{", "is not JSON")]
    public async Task Parts_ThatAreWrong_AreRefused_AndNothingIsProvisioned(string json, string told)
    {
        using var folder = new TestFolder();
        var parts = folder.At("parts.json");
        await File.WriteAllTextAsync(parts, json, Token);

        var run = await ProvisionAsync(folder, "kite", "--mqtt", "broker", "--parts", parts);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(told, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.At("devices", "kite")));
    }

    [Fact]
    public async Task Bench_HasBothEnds()
    {
        using var folder = new TestFolder();

        Assert.Equal(0, (await ProvisionAsync(folder, "bench", "--role", "bench", "--mqtt", "broker")).ExitCode);

        var configuration = DroneLink.Host.Twins.Twin.ReadConfiguration(folder.At("devices", "bench", "dronelink.json"));
        Assert.NotNull(configuration.AutopilotConnection);
        Assert.NotNull(configuration.Rx5808);
    }

    [Fact]
    public async Task GroundReceiver_HasAVideoLinkAndNoAutopilot()
    {
        using var folder = new TestFolder();

        var run = await ProvisionAsync(folder, "rx", "--role", "groundReceiver", "--mqtt", "10.0.0.1");

        Assert.Equal(0, run.ExitCode);
        var configuration = Read(folder.At("devices", "rx", "dronelink.json"));
        Assert.Equal(
            ["deviceId", "fleetId", "key", "role", "mqtt", "timeServer", "videoLink", "ota", "uplink"],
            configuration.EnumerateObject().Select(p => p.Name));
        Assert.Equal(5800, configuration.GetProperty("videoLink").GetProperty("frequencyMHz").GetInt32());
        Assert.Equal(1883, configuration.GetProperty("mqtt").GetProperty("port").GetInt32());
    }

    [Fact]
    public async Task Drones_OfOneFleet_ShareABeaconKey_ThatOthersDoNotHave()
    {
        using var folder = new TestFolder();
        await ProvisionAsync(folder, "kite", "--mqtt", "h");
        await ProvisionAsync(folder, "bench", "--mqtt", "h", "--role", "bench");
        await ProvisionAsync(folder, "far", "--mqtt", "h", "--fleet", "Fleet-1");
        var parts = folder.At("parts.json");
        await File.WriteAllTextAsync(parts, """{ "peers": { "conflictMetres": 50 } }""", Token);
        await ProvisionAsync(folder, "wide", "--mqtt", "h", "--parts", parts);

        var kite = BeaconKeyOf(folder, "kite");
        Assert.Matches("^[0-9a-f]{64}$", kite);
        Assert.Equal(kite, BeaconKeyOf(folder, "bench"));
        Assert.Equal(kite, BeaconKeyOf(folder, "wide"));
        Assert.NotEqual(kite, BeaconKeyOf(folder, "far"));
        Assert.Equal(5000, DroneLink.Host.Twins.Twin.ReadConfiguration(folder.At("devices", "wide", "dronelink.json")).Peers.ConflictCm);
        var files = Directory.GetFiles(folder.At(BeaconKeys.FolderName));
        Assert.Equal(2, files.Length);
        if (OperatingSystem.IsWindows()) return;
        foreach (var file in files) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task BeaconKey_ThatIsDamaged_IsTold_AndNotReplaced()
    {
        using var folder = new TestFolder();
        await ProvisionAsync(folder, "kite", "--mqtt", "h");
        var file = Assert.Single(Directory.GetFiles(folder.At(BeaconKeys.FolderName)));
        await File.WriteAllTextAsync(file, "half a k", Token);

        var run = await ProvisionAsync(folder, "hawk", "--mqtt", "h");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("is no beacon key of fleet 'fleet-1'", run.Error, StringComparison.Ordinal);
        Assert.Equal("half a k", await File.ReadAllTextAsync(file, Token));
        Assert.False(Directory.Exists(folder.At("devices", "hawk")));
    }

    [Fact]
    public async Task Files_AreTheOwnersAlone()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TestFolder();

        await ProvisionAsync(folder, "kite", "--mqtt", "h");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.At("devices", "kite", "dronelink.json")));
    }

    [Fact]
    public async Task Existing_IsKeptUnlessForced()
    {
        using var folder = new TestFolder();
        await ProvisionAsync(folder, "kite", "--mqtt", "h");
        var path = folder.At("devices", "kite", "dronelink.json");
        var before = await File.ReadAllTextAsync(path, Token);

        var refused = await ProvisionAsync(folder, "kite", "--mqtt", "h");
        var kept = await File.ReadAllTextAsync(path, Token);
        var forced = await ProvisionAsync(folder, "kite", "--mqtt", "h", "--force");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("--force", refused.Error, StringComparison.Ordinal);
        Assert.Equal(before, kept);
        Assert.Equal(0, forced.ExitCode);
        Assert.NotEqual(before, await File.ReadAllTextAsync(path, Token));
    }

    [Fact]
    public async Task Existing_InTheRegistryAlone_LeavesNoFiles()
    {
        using var folder = new TestFolder();
        await ProvisionAsync(folder, "kite", "--mqtt", "h");

        var refused = await ProvisionAsync(folder, "kite", "--mqtt", "h", "--out", folder.At("elsewhere"));

        Assert.Equal(1, refused.ExitCode);
        Assert.Empty(Directory.EnumerateFiles(folder.At("elsewhere"), "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("name-of-more-than-thirty-two-chars")]
    public async Task InvalidName_IsUsage(string name)
    {
        using var folder = new TestFolder();

        var run = await ProvisionAsync(folder, name);

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Root));
    }

    [Theory]
    [InlineData("--role", "pilot")]
    [InlineData("--mqtt", "host/with/path")]
    [InlineData("--https", "ftp://example.com")]
    [InlineData("--ssid", "without-password")]
    [InlineData("--link", "a b")]
    public async Task InvalidOption_IsUsage(string option, string value)
    {
        using var folder = new TestFolder();

        var run = await ProvisionAsync(folder, "kite", option, value);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("provision --help", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProvisionedDevice_MayConnectAtOnceToARunningStation()
    {
        using var folder = new TestFolder();
        await using var test = await TestStation.StartAsync(folder.Root);

        var run = await ProvisionAsync(folder, "kite", "--mqtt", "h");

        Assert.Equal(0, run.ExitCode);
        var device = await test.Station.Registry.FindAsync("kite", Token);
        await using var kite = await test.ConnectAsync(device!);
        Assert.True(await kite.PublishAsync(kite.FramesTopic, Frames.Position("kite")));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string BeaconKeyOf(TestFolder folder, string name) =>
        Read(folder.At("devices", name, "dronelink.json")).GetProperty("peers").GetProperty("beaconKey").GetString()!;

    private static Task<CommandRun> ProvisionAsync(TestFolder folder, string name, params string[] options) =>
        CommandRun.OfAsync(["provision", name, "--data", folder.Root, .. options]);

    private static JsonElement Read(string path) => JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(path));
}

using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using DroneLink.CloudSdk.Embedded;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Iot;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Tests.Iot;
using DroneLink.Emulators;
using DroneLink.Firmware.Uplink;
using DroneLink.Tool.GroundStation;
using DroneLink.Tool.GroundStation.Mqtt;
using DroneLink.Tool.Provisioning;

namespace DroneLink.Tool.Tests.Commands;

public sealed class ProvisionAwsTests
{
    private const string Endpoint = "a1b2c3-ats.iot.eu-central-1.amazonaws.com";
    private const string Account = "123456789012";

    private static readonly string[] Usual = ["--aws", "--iot-endpoint", Endpoint, "--account", Account];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Thing_CarriesWhatThePolicyAsksFor()
    {
        using var folder = new TestFolder();

        var run = await ProvisionAsync(folder, "kite", [.. Usual, "--fleet", "north", "--link", "l.1", "--role", "groundReceiver"]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var thing = Read(folder, "thing.json");
        Assert.Equal("kite", thing.GetProperty("thingName").GetString());
        Assert.Equal(
            """{"fleetId":"north","role":"groundReceiver","linkId":"l.1"}""",
            JsonSerializer.Serialize(thing.GetProperty("attributePayload").GetProperty("attributes")));
        Assert.Equal(
            IotDocuments.DevicePolicy(new AwsPlace("eu-central-1", Account)),
            await File.ReadAllTextAsync(folder.At("devices", "kite", "aws", "policy.json"), Token));
    }

    [Fact]
    public async Task Policy_HasExactlyTheTopicsOfTheFirmwareAndOfTheBroker()
    {
        using var folder = new TestFolder();
        await ProvisionAsync(folder, "kite", Usual);
        var policy = new PolicyModel(await File.ReadAllTextAsync(folder.At("devices", "kite", "aws", "policy.json"), Token));
        Assert.Empty(policy.Excesses());
        using var cloud = EmbeddedCloud.Open(folder.At(GroundStationOptions.DatabaseName));
        var broker = new DeviceTopics((await cloud.Registry.FindAsync("kite", Token))!);
        var firmware = new MqttTopics("fleet-1", "kite");

        var published = policy.Resources("iot:Publish", "kite", "fleet-1").Select(arn => After(arn, ":topic/")).ToList();
        Assert.Equal(
            [DeviceTopic.Frames, DeviceTopic.Status, DeviceTopic.CommandResult, DeviceTopic.Peers, DeviceTopic.OtaRequest],
            published.Select(broker.Classify).Order());
        Assert.Contains(firmware.Frames, published);
        Assert.Contains(firmware.Status, published);
        Assert.Contains(IotTopics.CommandResult("fleet-1", "kite"), published);
        Assert.Equal(firmware.Status, After(Assert.Single(policy.Resources("iot:RetainPublish", "kite", "fleet-1")), ":topic/"));
        var filters = policy.Resources("iot:Subscribe", "kite", "fleet-1").Select(arn => After(arn, ":topicfilter/")).ToList();
        Assert.All(filters, filter => Assert.True(broker.MaySubscribe(filter), filter));
        Assert.Contains(IotTopics.Command("fleet-1", "kite"), filters);
        Assert.Contains(IotTopics.Of("fleet-1", "kite", IotTopics.Ota), filters);
    }

    [Fact]
    public async Task Configuration_IsOneThatTheFirmwareReads_WithTlsAndWithoutAPassword()
    {
        using var folder = new TestFolder();

        await ProvisionAsync(folder, "kite", [.. Usual, "--https", "https://api.example.com"]);

        var file = folder.At("devices", "kite", "dronelink.json");
        Assert.DoesNotContain("\"password\"", await File.ReadAllTextAsync(file, Token), StringComparison.Ordinal);
        var configuration = DroneLink.Host.Twins.Twin.ReadConfiguration(file);
        Assert.Equal(
            (Endpoint, 8883, true, ""),
            (configuration.MqttHost, configuration.MqttPort, configuration.Uplink.MqttTls, configuration.MqttPassword));
        Assert.Equal("https://api.example.com/v1/frames", configuration.HttpsUrl);
        Assert.Equal("kite", configuration.Uplink.DeviceId);
    }

    [Fact]
    public async Task RegistryItem_IsTheSameDeviceOnDynamoDb()
    {
        using var folder = new TestFolder();

        await ProvisionAsync(folder, "kite", [.. Usual, "--link", "l1"]);

        using var cloud = EmbeddedCloud.Open(folder.At(GroundStationOptions.DatabaseName));
        var device = (await cloud.Registry.FindAsync("kite", Token))!;
        var item = Read(folder, "registry-item.json").EnumerateObject().ToDictionary(member => member.Name, member => member.Value.EnumerateObject().Single() switch
        {
            { Name: "B" } bytes => new AttributeValue { B = new MemoryStream(bytes.Value.GetBytesFromBase64()) },
            { Name: "S" } text => new AttributeValue { S = text.Value.GetString() },
            var other => throw new InvalidDataException(other.Name),
        });
        using var dynalite = new Dynalite();
        Assert.SkipWhen(dynalite.WhyNot is not null, dynalite.WhyNot ?? "");
        using var client = dynalite.Connect();
        var table = new DynamoTable(client, "club", TimeProvider.System);
        await table.CreateIfMissingAsync(Token);
        await client.PutItemAsync(new PutItemRequest("club", item), Token);

        var found = (await new DynamoDeviceRegistry(table).FindAsync("kite", Token))!;

        Assert.Equal(device.Key.ToArray(), found.Key.ToArray());
        Assert.Equal(device with { Key = default }, found with { Key = default });
    }

    [Fact]
    public async Task Secrets_AreOnlyWhereTheyBelong()
    {
        using var folder = new TestFolder();

        var run = await ProvisionAsync(folder, "kite", [.. Usual, "--ssid", "field", "--wifi-password", "wifi secret"]);

        using var cloud = EmbeddedCloud.Open(folder.At(GroundStationOptions.DatabaseName));
        var key = (await cloud.Registry.FindAsync("kite", Token))!.Key.ToArray();
        string[] secrets = [Convert.ToHexStringLower(key), Convert.ToBase64String(key), MqttPassword.Derive(key), "wifi secret"];
        foreach (var path in Directory.EnumerateFiles(folder.At("devices", "kite", "aws")))
        {
            var text = await File.ReadAllTextAsync(path, Token);
            Assert.Equal(
                Path.GetFileName(path) == "registry-item.json",
                secrets.Any(secret => text.Contains(secret, StringComparison.Ordinal)));
        }

        Assert.DoesNotContain(secrets, secret => (run.Output + run.Error).Contains(secret, StringComparison.Ordinal));
        if (OperatingSystem.IsWindows()) return;
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(Owner | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.At("devices", "kite", "aws")));
        Assert.Equal(Owner, File.GetUnixFileMode(folder.At("devices", "kite", "aws", "registry-item.json")));
    }

    [Fact]
    public async Task Steps_NameEveryFileAndNeverPrintAKey()
    {
        using var folder = new TestFolder();

        var run = await ProvisionAsync(folder, "kite", [.. Usual, "--table", "flights", "--serial-port", "COM3"]);

        var path = folder.At("devices", "kite", "aws", "NEXT-STEPS.txt");
        Assert.Contains(path, run.Output, StringComparison.Ordinal);
        var lines = await File.ReadAllLinesAsync(path, Token);
        var commands = lines.Where(line => line.StartsWith("    ", StringComparison.Ordinal)).Select(line => line.Trim()).ToList();
        Assert.All(commands.Where(line => line.StartsWith("aws ", StringComparison.Ordinal)), line => Assert.Contains("--region eu-central-1", line));
        foreach (var file in new[] { "policy.json", "thing.json", "registry-item.json" })
        {
            Assert.Contains(commands, line => line.Contains($"file://{file}", StringComparison.Ordinal));
            Assert.True(File.Exists(folder.At("devices", "kite", "aws", file)));
        }

        // Its whole answer would be the key.
        Assert.EndsWith(" --query certificateArn --output text > certificate-arn.txt", Assert.Single(commands, line => line.Contains("create-keys-and-certificate")));
        Assert.Contains(commands, line => line.Contains("--table-name flights ", StringComparison.Ordinal));
        Assert.Equal(2, commands.Count(line => line.StartsWith("nanoff --nanodevice --serialport COM3 ", StringComparison.Ordinal)));
        var network = Read(folder, "network.json");
        Assert.Equal(
            ["serialport", "CACertificatesPath", "DeviceCertificatesPath"], network.EnumerateObject().Select(member => member.Name));
        foreach (var member in new[] { "CACertificatesPath", "DeviceCertificatesPath" })
        {
            var file = network.GetProperty(member).GetString()!;
            Assert.Equal(folder.At("devices", "kite", "aws"), Path.GetDirectoryName(file));
            Assert.Contains(commands, line => line.Contains(Path.GetFileName(file), StringComparison.Ordinal));
        }

        Assert.Contains(commands, line => line.EndsWith($"--filedeployment \"{folder.At("devices", "kite", "deploy.json")}\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("kite", "is no endpoint", "--aws", "--account", Account, "--iot-endpoint", "mqtts://h.example.com:8883")]
    [InlineData("kite", "is no endpoint", "--aws", "--account", Account, "--iot-endpoint", "localhost")]
    [InlineData("kite", "sts get-caller-identity", "--aws", "--iot-endpoint", Endpoint)]
    [InlineData("kite", "12 digits", "--aws", "--iot-endpoint", Endpoint, "--account", "me")]
    [InlineData("kite", "is no region", "--aws", "--iot-endpoint", Endpoint, "--account", Account, "--region", "Frankfurt")]
    [InlineData("kite", "is no table", "--aws", "--iot-endpoint", Endpoint, "--account", Account, "--table", "a b")]
    [InlineData("kite", "leave --mqtt out", "--aws", "--iot-endpoint", Endpoint, "--account", Account, "--mqtt", "h")]
    [InlineData("kite", "go with --aws", "--iot-endpoint", Endpoint)]
    [InlineData("ki.te", "cannot be a device on AWS IoT Core", "--aws", "--iot-endpoint", Endpoint, "--account", Account)]
    [InlineData("peers", "cannot be a device on AWS IoT Core", "--aws", "--iot-endpoint", Endpoint, "--account", Account)]
    public async Task WhatIsWrong_IsUsage_AndNothingIsProvisioned(string name, string told, params string[] options)
    {
        using var folder = new TestFolder();

        var run = await ProvisionAsync(folder, name, options);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(told, run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Root));
    }

    [Fact]
    public void Target_TakesFromTheEnvironmentWhatIsNotSaid()
    {
        var all = new Dictionary<string, string?> { ["DRONELINK_IOT_ENDPOINT"] = "iot.example.com", ["AWS_REGION"] = "us-west-2", ["DRONELINK_TABLE"] = "flights" };

        var target = AwsTarget.Parse(null, null, Account, null, all.GetValueOrDefault);
        Assert.Equal(("iot.example.com", "us-west-2", "flights"), (target.Endpoint, target.Place.Region, target.Table));
        var said = AwsTarget.Parse(Endpoint, null, Account, "other", all.GetValueOrDefault);
        Assert.Equal((Endpoint, "eu-central-1", "other"), (said.Endpoint, said.Place.Region, said.Table));
        Assert.Equal("dronelink", AwsTarget.Parse(Endpoint, null, Account, null, _ => null).Table);
        Assert.Contains("describe-endpoint", Assert.Throws<FormatException>(() => AwsTarget.Parse(null, null, Account, null, _ => null)).Message);
        Assert.Contains("--region", Assert.Throws<FormatException>(() => AwsTarget.Parse("iot.example.com", null, Account, null, _ => null)).Message);
    }

    private static string After(string text, string separator) => text[(text.IndexOf(separator, StringComparison.Ordinal) + separator.Length)..];

    private static Task<CommandRun> ProvisionAsync(TestFolder folder, string name, params string[] options) =>
        CommandRun.OfAsync(["provision", name, "--data", folder.Root, .. options]);

    private static JsonElement Read(TestFolder folder, string file) =>
        JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(folder.At("devices", "kite", "aws", file)));
}

using DroneLink.CloudSdk.Wire;
using DroneLink.Tool.GroundStation.Networks;
using DroneLink.Tool.GroundStation.Networks.Mavlink;

namespace DroneLink.Tool.Tests.Networks;

public sealed class NetworksFileTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Dictionary<string, string> _environment = new() { ["HOOK"] = "s3cret", ["EMPTY"] = "" };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Minimum_HasDefaults()
    {
        var networks = Read("""
            [
              // A comment, and a comma too many.
              {"type": "mavlink", "target": "192.168.1.255"},
              {"type": "webhook", "target": "https://example.com/hook?key=1"},
              {"type": "mqtt", "target": "mqtts://broker.example.com"},
            ]
            """);

        var mavlink = Assert.IsType<MavlinkOptions>(networks[0]);
        Assert.Equal(("mavlink-1", "192.168.1.255", 14550, 500.0, 4.0), (mavlink.Name, mavlink.Host, mavlink.Port, mavlink.Rate, mavlink.PositionHz));
        var webhook = Assert.IsType<WebhookOptions>(networks[1]);
        Assert.Equal(("webhook-2", 50.0, 100, 10_000, null), (webhook.Name, webhook.Rate, webhook.Batch, webhook.Backlog, webhook.Secret));
        Assert.Equal("https://example.com/…", webhook.Describe());
        var mqtt = Assert.IsType<MqttBridgeOptions>(networks[2]);
        Assert.Equal(("mqtt-3", "broker.example.com", 8883, true, "dronelink/{fleet}/{device}/{kind}"), (mqtt.Name, mqtt.Host, mqtt.Port, mqtt.UseTls, mqtt.Topic.ToString()));
    }

    [Fact]
    public void Everything_IsTaken()
    {
        var networks = Read("""
            [
              {"type": "mavlink", "name": "field", "target": "[::1]:14551", "rate": 20, "backlog": 7, "positionHz": 0.5, "maxAgeMs": 60000},
              {"type": "webhook", "name": "ops", "target": "http://127.0.0.1:8080/", "secret": "$HOOK", "headers": {"authorization": "$$literal", "x-a": "b"},
               "rate": 0.1, "backlog": 9, "batch": 3, "intervalMs": 0, "timeoutMs": 500, "filter": {"kinds": ["event", "text"], "devices": ["kite"], "severity": "warning"}},
              {"type": "mqtt", "name": "farm", "target": "mqtt://[::1]:1884", "user": "u", "password": "$HOOK", "topic": "a/{device}", "clientId": "c", "retain": true,
               "version": "3.1.1", "timeoutMs": 700}
            ]
            """);

        var mavlink = Assert.IsType<MavlinkOptions>(networks[0]);
        Assert.Equal(("field", "::1", 14551, 20.0, 7, 0.5, 60.0), (mavlink.Name, mavlink.Host, mavlink.Port, mavlink.Rate, mavlink.Backlog, mavlink.PositionHz, mavlink.MaxAge.TotalSeconds));
        var webhook = Assert.IsType<WebhookOptions>(networks[1]);
        Assert.Equal(("s3cret", "$literal", 3, 0.5), (webhook.Secret, webhook.Headers["Authorization"], webhook.Batch, webhook.Timeout.TotalSeconds));
        Assert.Equal([RecordKind.Event, RecordKind.Text], webhook.Filter.Kinds!.Order());
        Assert.Equal(("kite", 4), (Assert.Single(webhook.Filter.Devices!), webhook.Filter.Severity));
        var mqtt = Assert.IsType<MqttBridgeOptions>(networks[2]);
        Assert.Equal(("::1", 1884, "u", "s3cret", "c", true, true, 0.7), (mqtt.Host, mqtt.Port, mqtt.User, mqtt.Password, mqtt.ClientId, mqtt.Retain, mqtt.IsVersion3, mqtt.Timeout.TotalSeconds));
    }

    [Fact]
    public void EveryWrongValue_IsNamedAtOnce_WithWhatIsExpected()
    {
        var message = Wrong("""
            [
              {"type": "mavlink", "target": "no host", "rate": 1, "speed": 5},
              {"type": "webhook", "target": "ftp://x", "secret": "$NOWHERE", "headers": {"content-type": "x"}, "filter": {"kinds": ["alarm"], "devices": [], "severity": "loud", "who": 1}},
              {"type": "mqtt", "target": "mqtt://h:0", "topic": "a/#", "password": "pw", "version": "4", "retain": "yes"},
              {"type": "carrier-pigeon"},
              {"target": "x"},
              7
            ]
            """);

        foreach (var expected in new[]
        {
            "network 1: target is 'no host'; expected is HOST or HOST:PORT", "network 1: rate is 1; expected is a number from 10 to 10000",
            "network 1: there is no member 'speed'; known are backlog, filter, maxAgeMs, name, positionHz, rate, target, type.",
            "network 2: target is not as expected; expected is an address that begins with https://",
            "network 2: secret is not as expected; expected is that the environment has a variable NOWHERE",
            "network 2: headers is not as expected", "network 2: filter: kinds is [alarm]; expected is a list of names of kinds",
            "network 2: filter: devices is []", "network 2: filter: severity is 'loud'; expected is emergency, alert,", "network 2: filter: there is no member 'who'",
            "network 3: target is not as expected; expected is mqtt://HOST", "network 3: topic is 'a/#'", "network 3: password is not as expected; expected is a user with it",
            "network 3: version is '4'", "network 3: retain is 'yes'; expected is true or false", "network 4: type is 'carrier-pigeon'; expected is mavlink, webhook or mqtt",
            "network 5: type is missing; expected is mavlink, webhook or mqtt", "network 6: expected is an object",
        })
        {
            Assert.Contains(expected, message, StringComparison.Ordinal);
        }

        Assert.Equal(19, message.Split('\n').Length);
    }

    [Fact]
    public void FileWithAByteOrderMark_IsRead()
    {
        File.WriteAllText(_folder.At("bom.json"), """[{"type": "mavlink", "target": "h"}]""", new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        Assert.Single(NetworksFile.Read(_folder.At("bom.json"), Variable));
    }

    [Theory]
    [InlineData("{}", "an array of 1 to 32 networks")]
    [InlineData("[]", "an array of 1 to 32 networks")]
    [InlineData("[{\"type\": \"mavlink\", \"type\": \"mqtt\"}]", "says something twice")]
    [InlineData("[{\"type\": \"mavlink\"", "is not JSON")]
    [InlineData("[{\"type\": \"mavlink\", \"target\": \"\\ud800\"}]", "not Unicode")]
    [InlineData("[{\"type\": \"webhook\", \"target\": \"https://u:p@example.com/\"}]", "without a user")]
    [InlineData("[{\"type\": \"webhook\", \"target\": \"https://h/\", \"secret\": \"$EMPTY\"}]", "a variable EMPTY")]
    [InlineData("[{\"type\": \"webhook\", \"target\": \"https://h/\", \"headers\": {\"a b\": \"c\"}}]", "headers is not as expected")]
    [InlineData("[{\"type\": \"webhook\", \"target\": \"https://h/\", \"headers\": {\"a\": \"c\\nd\"}}]", "headers is not as expected")]
    [InlineData("[{\"type\": \"webhook\", \"target\": \"https://h/\", \"headers\": {\"A\": \"b\", \"a\": \"c\"}}]", "headers is not as expected")]
    [InlineData("[{\"type\": \"webhook\", \"target\": \"https://h/\", \"secret\": [\"s3cret\"]}]", "secret is not as expected")]
    [InlineData("[{\"type\": \"webhook\", \"target\": [\"https://h/s3cret\"]}]", "target is not as expected")]
    [InlineData("[{\"type\": \"carrier pigeon\"}]", "network 1: type is 'carrier pigeon'; expected is mavlink, webhook or mqtt")]
    [InlineData("[{\"type\": \"mqtt\", \"target\": \"mqtt://h\", \"caFile\": \"ca.pem\"}]", "none unless the target is mqtts://")]
    [InlineData("[{\"type\": \"mqtt\", \"target\": \"mqtts://h\", \"caFile\": \"missing.pem\"}]", "the path of a PEM file with certificates")]
    [InlineData("[{\"type\": \"mqtt\", \"target\": \"mqtts://h\", \"caFile\": \"a\\u0000.pem\"}]", "the path of a PEM file with certificates")]
    [InlineData("[{\"type\": \"mqtt\", \"target\": \"mqtts://h\", \"caFile\": \"\"}]", "the path of a PEM file with certificates")]
    [InlineData("[{\"type\": \"mqtt\", \"target\": \"mqtt://h\", \"topic\": \"a/{drone}\"}]", "topic is 'a/{drone}'")]
    [InlineData("[{\"type\": \"mqtt\", \"target\": \"mqtt://h\", \"topic\": \"$SYS/a\"}]", "not beginning with $")]
    [InlineData("[{\"type\": \"mavlink\", \"target\": \"h\", \"name\": \"a b\"}]", "name is 'a b'")]
    [InlineData("[{\"type\": \"mavlink\", \"target\": \"h\", \"name\": \"a\"}, {\"type\": \"mavlink\", \"target\": \"h\", \"name\": \"a\"}]", "two of the name 'a'")]
    public void WrongFile_SaysWhy(string text, string expected)
    {
        var message = Wrong(text);

        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_EndsWithTheMessage_BeforeAnythingListens()
    {
        File.WriteAllText(_folder.At("networks.json"), """[{"type": "mavlink"}]""");

        var wrong = await CommandRun.OfAsync("--networks", _folder.At("networks.json"), "--data", _folder.At("data"));
        var missing = await CommandRun.OfAsync("--networks", _folder.At("nothing.json"), "--data", _folder.At("data"));
        var host = await CommandRun.OfAsync("--mavlink", "host:99999");

        Assert.Equal((1, ""), (wrong.ExitCode, wrong.Output));
        Assert.Contains("network 1: target is missing; expected is HOST or HOST:PORT", wrong.Error, StringComparison.Ordinal);
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains("Cannot read", missing.Error, StringComparison.Ordinal);
        Assert.Equal(2, host.ExitCode);
        Assert.Contains("--mavlink: 'host:99999' is no computer", host.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.At("data")));
    }

    [Fact]
    public void ExampleOfTheReadme_IsTaken()
    {
        _environment["WEBHOOK_SECRET"] = _environment["BROKER_PASSWORD"] = "x";

        Assert.Equal(3, NetworksFile.Read(Checkout.File("tools", "DroneLink", "GroundStation", "Networks", "networks.example.json"), Variable).Count);
    }

    private string? Variable(string name) => _environment.GetValueOrDefault(name);

    private IReadOnlyList<NetworkSinkOptions> Read(string text)
    {
        File.WriteAllText(_folder.At("networks.json"), text);
        return NetworksFile.Read(_folder.At("networks.json"), Variable);
    }

    private string Wrong(string text) => Assert.Throws<UserErrorException>(() => Read(text)).Message;
}

using System.Text.Json;
using CsCheck;

namespace DroneLink.CloudSdk.Tests.Commands;

public sealed class CommandRequestTests : IDisposable
{
    private readonly CommandFixture _cloud = new();

    public void Dispose() => _cloud.Dispose();

    [Theory]
    [InlineData("reboot", "{}", "{}")]
    [InlineData("scan", "{}", "{}")]
    [InlineData("locate", "{}", "{}")]
    [InlineData("locate", """{"seconds":30}""", """{"seconds":30}""")]
    [InlineData("sendLog", """{"lines":100}""", """{"lines":100}""")]
    [InlineData("setPower", """{"powerMw":25}""", """{"powerMw":25}""")]
    [InlineData("setPower", """{"pit":true}""", """{"pit":true}""")]
    [InlineData("setPower", """{"pit":false}""", """{"pit":false}""")]
    [InlineData("update", "{}", "{}")]
    [InlineData("applyConfiguration", """{"reset":true}""", """{"reset":true}""")]
    [InlineData("setChannel", """{"frequencyMHz":5800}""", """{"frequencyMHz":5800}""")]
    [InlineData("setChannel", """{"channel":"r8"}""", """{"frequencyMHz":5917}""")]
    [InlineData("setRates", """{"systemMs":1000,"positionMs":0}""", """{"positionMs":0,"systemMs":1000}""")]
    [InlineData("calibrate", """{"point":"high"}""", """{"point":"high"}""")]
    [InlineData(
        "applyConfiguration", """{"videoLink.region":"narrow5850","recorder.commitMs":5000,"transmitter.cutInFlight":true}""",
        """{"recorder.commitMs":5000,"transmitter.cutInFlight":true,"videoLink.region":"narrow5850"}""")]
    public async Task A_good_command_goes_out_in_one_spelling(string command, string parameters, string expected)
    {
        var (status, body, _) = await _cloud.PostAsync($$"""{"id":"c","command":"{{command}}","parameters":{{parameters}}}""");

        Assert.True(status == 202, JsonSerializer.Serialize(body));
        Assert.Equal($$"""{"id":"c","command":"{{command}}","expires":1795521660,"parameters":{{expected}}}""", Assert.Single(_cloud.Published).Message);
    }

    [Theory]
    [InlineData("", "cannot be read")]
    [InlineData("{", "cannot be read")]
    [InlineData("[]", "no object")]
    [InlineData("""{"command":"reboot","command":"scan"}""", "cannot be read")]
    [InlineData("""{"command":"\ud83d"}""", "cannot be read")]
    [InlineData("""{"command":"applyConfiguration","parameters":{"\ud83d":1}}""", "cannot be read")]
    [InlineData("""{"command":"applyConfiguration","parameters":{"a":{"b":{"c":1}}}}""", "cannot be read")]
    [InlineData("{}", "command is missing")]
    [InlineData("""{"command":1}""", "command must be a text")]
    [InlineData("""{"command":"Reboot"}""", "expected is one of reboot, ")]
    [InlineData("""{"command":"reboot","params":{}}""", "none of id, command, parameters and expiresIn")]
    [InlineData("""{"command":"reboot","parameters":[]}""", "parameters must be an object")]
    [InlineData("""{"command":"reboot","parameters":{"now":true}}""", "reboot takes no parameters, but there is 'now'")]
    [InlineData("""{"command":"reboot","id":""}""", "id must be 1 to 32")]
    [InlineData("""{"command":"reboot","id":5}""", "id must be 1 to 32")]
    [InlineData("""{"command":"reboot","expiresIn":4}""", "from 5 to 3600")]
    [InlineData("""{"command":"reboot","expiresIn":3601}""", "from 5 to 3600")]
    [InlineData("""{"command":"reboot","expiresIn":"60"}""", "from 5 to 3600")]
    [InlineData("""{"command":"setPower"}""", "setPower needs either powerMw or pit")]
    [InlineData("""{"command":"setPower","parameters":{"powerMw":25,"pit":false}}""", "setPower needs either powerMw or pit")]
    [InlineData("""{"command":"setPower","parameters":{"pit":1}}""", "pit of setPower is 1; expected is true or false")]
    [InlineData("""{"command":"update","parameters":{"build":7}}""", "update takes no parameters")]
    [InlineData("""{"command":"applyConfiguration","parameters":{"reset":false}}""", "reset of applyConfiguration is true, and alone")]
    [InlineData("""{"command":"applyConfiguration","parameters":{"reset":true,"recorder.commitMs":1}}""", "reset of applyConfiguration is true, and alone")]
    [InlineData("""{"command":"setPower","parameters":{"powerMw":0}}""", "powerMw of setPower is 0; expected is a whole number from 1 to 5000")]
    [InlineData("""{"command":"setPower","parameters":{"powerMw":1.5}}""", "is 1.5")]
    [InlineData("""{"command":"setPower","parameters":{"powerMw":"200"}}""", "is \"200\"")]
    [InlineData("""{"command":"setPower","parameters":{"power":200}}""", "no parameter 'power'; expected is powerMw, pit")]
    [InlineData("""{"command":"setRates","parameters":{}}""", "changes nothing")]
    [InlineData("""{"command":"setRates","parameters":{"systemMs":999}}""", "from 1000 to 3600000")]
    [InlineData("""{"command":"setChannel","parameters":{}}""", "either frequencyMHz or channel")]
    [InlineData("""{"command":"setChannel","parameters":{"channel":"R1","frequencyMHz":5658}}""", "either frequencyMHz or channel")]
    [InlineData("""{"command":"setChannel","parameters":{"channel":"L1"}}""", "D or LR")]
    [InlineData("""{"command":"setChannel","parameters":{"channel":1}}""", "a label such as R3")]
    [InlineData("""{"command":"setChannel","parameters":{"frequencyMHz":2400}}""", "from 5300 to 6000")]
    [InlineData("""{"command":"calibrate"}""", "calibrate needs point: low or high")]
    [InlineData("""{"command":"calibrate","parameters":{"point":"mid"}}""", "expected is low or high")]
    [InlineData("""{"command":"applyConfiguration"}""", "expected are 1 to 16")]
    [InlineData("""{"command":"applyConfiguration","parameters":{"key":"00"}}""", "cannot be set by a command")]
    [InlineData("""{"command":"applyConfiguration","parameters":{"deviceId":"x"}}""", "cannot be set by a command")]
    [InlineData("""{"command":"applyConfiguration","parameters":{"mqtt.host":"evil.example.com"}}""", "cannot be set by a command")]
    [InlineData("""{"command":"applyConfiguration","parameters":{"wifi.password":"x"}}""", "cannot be set by a command")]
    [InlineData("""{"command":"applyConfiguration","parameters":{"peers.beaconKey":"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"}}""", "cannot be set by a command")]
    [InlineData("""{"command":"applyConfiguration","parameters":{"peers.udp":false}}""", "cannot be set by a command")]
    [InlineData("""{"command":"applyConfiguration","parameters":{"uplink.window":2}}""", "cannot be set by a command")]
    [InlineData("""{"command":"applyConfiguration","parameters":{"ota.slotKb":36}}""", "cannot be set by a command")]
    [InlineData("""{"command":"applyConfiguration","parameters":{"storageKb":1024}}""", "cannot be set by a command")]
    [InlineData("""{"command":"applyConfiguration","parameters":{"timeServer":"evil.example.com"}}""", "cannot be set by a command")]
    [InlineData("""{"command":"applyConfiguration","parameters":{"recorder.segments":10}}""", "cannot be set by a command")]
    [InlineData("""{"command":"applyConfiguration","parameters":{"Recorder.commitMs":1}}""", "is no setting")]
    [InlineData("""{"command":"applyConfiguration","parameters":{"recorder.commitMs":1.5}}""", "a whole number, true, false")]
    [InlineData("""{"command":"applyConfiguration","parameters":{"recorder.commitMs":null}}""", "a whole number, true, false")]
    [InlineData("""{"command":"applyConfiguration","parameters":{"videoLink.region":"Z\u00fcrich"}}""", "printable ASCII")]
    public async Task A_bad_command_is_refused_with_what_is_expected(string json, string told)
    {
        var (status, body, _) = await _cloud.PostAsync(json);

        Assert.Equal((400, "bad-command"), (status, body.GetProperty("code").GetString()));
        Assert.Contains(told, body.GetProperty("detail").GetString());
        Assert.Empty(_cloud.Published);
        Assert.Empty(_cloud.Failures);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"key":1}""")]
    [InlineData("""{"key":"S3CRET00000000000000000000000000000000000000000000000000000000000"}""")]
    [InlineData("""{"key":"S3CRET000000000000000000000000000000000000000000000000000000000"}""")]
    [InlineData("""{"key":"0000000000000000000000000000000000000000000000000000000000000000","S3CRET":1}""")]
    public async Task A_wrong_key_is_not_told_again(string parameters)
    {
        var (status, body, _) = await _cloud.PostAsync($$"""{"command":"rotateBeaconKey","parameters":{{parameters}}}""");

        Assert.Equal(400, status);
        var detail = body.GetProperty("detail").GetString();
        Assert.Contains("64 hexadecimal digits", detail);
        Assert.DoesNotContain("S3CRET", detail);
    }

    [Fact]
    public async Task Whatever_comes_raises_nothing_and_is_no_failure_of_ours()
    {
        string[] names = ["id", "command", "parameters", "expiresIn", "status", "message", "x", @"\ud83d"];
        string[] values =
        [
            "1", "60", "-1e9", "99999999999", "1.0", "null", "true", "[]", "{}", "\"c1\"", "\"reboot\"", "\"done\"", "\"setPower\"", "\"setChannel\"", "\"calibrate\"",
            "\"applyConfiguration\"", @"""\ud83d""", "\"\u00e4\"", "\"\0\"", """{"powerMw":25}""", """{"channel":"R1"}""", """{"channel":null}""", """{"a.b":"c"}""",
            """{"a.b":"\ud83d"}""", """{"a":1,"a":2}""", """{"point":"low"}""", """{"a":{"b":{"c":{}}}}""", "{", "",
        ];
        var member = Gen.Select(Gen.Int[0, names.Length - 1], Gen.Int[0, values.Length - 1], (n, v) => $"\"{names[n]}\":{values[v]}");
        await member.Array[0, 5].SampleAsync(async members =>
        {
            var text = $"{{{string.Join(',', members)}}}";
            Assert.InRange((await _cloud.PostAsync(text)).Status, 202, 409);
            await _cloud.ResultAsync(text);
        }, iter: 3000, threads: 1);
        Assert.Empty(_cloud.Failures);
    }

    [Fact]
    public async Task What_an_ESP32_could_not_hold_is_refused()
    {
        var settings = string.Join(',', Enumerable.Range(0, 16).Select(i => $"\"recorder.setting{i}\":\"{new string('x', 60)}\""));

        var (status, body, _) = await _cloud.PostAsync($$$"""{"command":"applyConfiguration","parameters":{{{{settings}}}}}""");
        var (large, largeBody, _) = await _cloud.PostAsync($$"""{"command":"reboot","x":"{{new string('x', 5000)}}"}""");

        Assert.Equal((400, 400), (status, large));
        Assert.Contains("768 at the most", body.GetProperty("detail").GetString());
        Assert.Contains("4096", largeBody.GetProperty("detail").GetString());
    }
}

using System.Text.Json;
using DroneLink.Tool.Commands;

namespace DroneLink.Tool.Tests.Commands;

public sealed class DeviceCommandTests
{
    private const string Key = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    [Theory]
    [InlineData("done", null, ExitCode.Ok, @"^kite setPower c1: done after \d+ ms$")]
    [InlineData("refused", "in flight", ExitCode.Failed, @"^kite setPower c1: refused after \d+ ms: in flight$")]
    [InlineData("failed", "no answer", ExitCode.Failed, @"^kite setPower c1: failed after \d+ ms: no answer$")]
    public async Task WhatBecameOfIt_IsSaidAndIsTheExitCode(string status, string? message, int exitCode, string line)
    {
        await using var test = await TestStation.StartAsync();
        await using var device = await ConnectAsync(test);

        var running = RunAsync(test, "kite", "setPower", "powerMw=200", "--id", "c1", "--wait", "30");
        await Eventually.IsTrueAsync(() => !device.Messages.IsEmpty, "the command");
        var heard = JsonSerializer.Deserialize<JsonElement>(device.Messages.Single().Payload);
        await device.PublishAsync(device.Topic("command-result"), JsonSerializer.Serialize(new { id = "c1", status, message }));

        var run = await running;
        Assert.Equal((exitCode, ""), (run.ExitCode, run.Error));
        Assert.Matches(line, Assert.Single(run.OutputLines));
        Assert.Equal("""{"powerMw":200}""", heard.GetProperty("parameters").GetRawText());

        // The same again is the same command.
        Assert.Equal(run, await RunAsync(test, "kite", "setPower", "powerMw=200", "--id", "c1"));
        Assert.Single(device.Messages);
    }

    [Fact]
    public async Task ADroneOutOfReach_IsUnderWay()
    {
        await using var test = await TestStation.StartAsync();
        await test.AddDeviceAsync("kite");

        var waited = await RunAsync(test, "kite", "scan", "--expires", "600", "--wait", "1");
        var sent = await RunAsync(test, "kite", "scan", "--wait", "0");

        Assert.Equal(ExitCode.UnderWay, waited.ExitCode);
        Assert.Matches("^kite scan [0-9a-f]{32}: sent$", Assert.Single(waited.OutputLines));
        Assert.Contains("kite has not said within 1 s how it ended.", waited.Error, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Ok, ""), (sent.ExitCode, sent.Error));
    }

    [Fact]
    public async Task Values_AreWhatTheyLookLike()
    {
        await using var test = await TestStation.StartAsync();
        await using var device = await ConnectAsync(test);

        var run = await RunAsync(
            test, "kite", "applyConfiguration", "recorder.commitMs=5000", "transmitter.cutInFlight=true", "videoLink.region=narrow5850", "place.name=\"7\"", "--wait", "0");

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        await Eventually.IsTrueAsync(() => !device.Messages.IsEmpty, "the command");
        Assert.Equal(
            """{"place.name":"7","recorder.commitMs":5000,"transmitter.cutInFlight":true,"videoLink.region":"narrow5850"}""",
            JsonSerializer.Deserialize<JsonElement>(device.Messages.Single().Payload).GetProperty("parameters").GetRawText());
    }

    [Fact]
    public async Task AKey_IsNotSaidAgain()
    {
        await using var test = await TestStation.StartAsync();
        await using var device = await ConnectAsync(test);

        var good = await RunAsync(test, "kite", "rotateBeaconKey", $"key={Key}", "--wait", "0");
        var bad = await RunAsync(test, "kite", "rotateBeaconKey", $"key={Key}0", "--wait", "0");
        var usage = await RunAsync(test, "kite", "rotateBeaconKey", Key);

        Assert.Equal((ExitCode.Ok, ExitCode.Failed, ExitCode.Usage), (good.ExitCode, bad.ExitCode, usage.ExitCode));
        foreach (var run in new[] { good, bad, usage }) Assert.DoesNotContain("2233", run.Output + run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(test.LogLines, line => line.Contains("2233", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatTheStationRefuses_IsSaidInItsWords()
    {
        await using var test = await TestStation.StartAsync();
        await test.AddDeviceAsync("kite");

        Assert.Contains("There is no device 'nobody'", (await RunAsync(test, "nobody", "scan")).Error, StringComparison.Ordinal);
        Assert.Contains("expected is one of reboot", (await RunAsync(test, "kite", "fly")).Error, StringComparison.Ordinal);
        await RunAsync(test, "kite", "scan", "--id", "c1", "--wait", "0");
        var taken = await RunAsync(test, "kite", "reboot", "--id", "c1");
        Assert.Equal(ExitCode.Failed, taken.ExitCode);
        Assert.Contains("is that of another command", taken.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutAStation_ItSaysSo()
    {
        var run = await CommandRun.OfAsync("command", "kite", "scan", "--url", "http://127.0.0.1:1");

        Assert.Equal((ExitCode.Failed, ""), (run.ExitCode, run.Output));
        Assert.Contains("No ground station answers at http://127.0.0.1:1/. Start one with 'dronelink'", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kite")]
    [InlineData("a b", "scan")]
    [InlineData("kite", "setPower", "200")]
    [InlineData("kite", "setPower", "=200")]
    [InlineData("kite", "setPower", "powerMw=1", "powerMw=2")]
    [InlineData("kite", "scan", "--expires", "4")]
    [InlineData("kite", "scan", "--expires", "3601")]
    [InlineData("kite", "scan", "--id", "a b")]
    [InlineData("kite", "scan", "--wait", "-1")]
    [InlineData("kite", "scan", "--url", "station")]
    public async Task WhatIsWrong_IsUsage(params string[] args)
    {
        var run = await CommandRun.OfAsync(["command", .. args]);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("command --help", run.Error, StringComparison.Ordinal);
    }

    private static async Task<FakeDevice> ConnectAsync(TestStation test)
    {
        var device = await test.ConnectAsync(await test.AddDeviceAsync("kite"));
        await device.SubscribeAsync(device.Topic("command"));
        return device;
    }

    private static Task<CommandRun> RunAsync(TestStation test, params string[] args) =>
        CommandRun.OfAsync(["command", .. args, "--url", test.Station.Address.ToString()]);
}

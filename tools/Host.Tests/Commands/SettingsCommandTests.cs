using Xunit;

namespace DroneLink.Host.Tests.Commands;

/// <summary>Settings that are changed by command, on a whole device.</summary>
public class SettingsCommandTests
{
    private const string Drone = """
        "autopilot":{},"transmitter":{"control":"tramp","powerMw":200,"frequencyMHz":5800,"ground":"full","deadManMs":0}
        """;

    [Fact]
    public void Settings_TakeEffectByARestart_AndStay_UntilTheyAreReset()
    {
        using var bench = new CommandBench(Drone).Ready(20);
        Assert.Equal("done", bench.Do("a", "applyConfiguration", """{"transmitter.powerMw":400,"recorder.systemMs":5000}"""));
        Assert.True(bench.Twin.RunUntil(() => bench.Twin.Boots == 2, 1));
        bench.Twin.Run(20);
        Assert.Equal(400, bench.Twin.World.RadiatedMilliwatt);
        bench.Twin.Restart();
        bench.Twin.Run(20);
        Assert.Equal(400, bench.Twin.World.RadiatedMilliwatt);
        Assert.Equal("done", bench.Do("b", "applyConfiguration", """{"reset":true}"""));
        bench.Twin.Run(30);
        Assert.Equal(4u, bench.Twin.Boots);
        Assert.Equal(200, bench.Twin.World.RadiatedMilliwatt);
    }

    [Fact]
    public void ResultThatIsNeverAcknowledged_HoldsTheRestartUpForFiveSeconds()
    {
        using var bench = new CommandBench(Drone).Ready(20);
        bench.Cloud.Loses = 1;
        bench.Send("a", "applyConfiguration", """{"transmitter.powerMw":400}""");
        bench.Twin.Run(4);
        Assert.Equal(1u, bench.Twin.Boots);
        Assert.True(bench.Twin.RunUntil(() => bench.Twin.Boots == 2, 2));
        Assert.True(bench.Twin.RunUntil(() => bench.Cloud.ResultOf("a") == "done", 30));
        Assert.Equal(1, bench.Cloud.Lost);
    }

    [Theory]
    [InlineData("""{"transmitter.powerMw":9000}""", "refused config: 'transmitter.powerMw' is 9000; expected a whole number, 1 to 5000")]
    [InlineData("""{"recorder.frameMs":0}""", "refused config: 'recorder.frameMs' is 0; expected a whole number, 1 to 60000")]
    [InlineData("""{"transmitter.powerMw":400,"transmitter.lowPowerMw":500}""", "refused config: 'transmitter.lowPowerMw' is 500; expected powerMw or less")]
    [InlineData("""{"gps.baud":9600}""", "refused config: 'gps.baud' is of an object that dronelink.json does not have")]
    [InlineData("""{"mqtt.host":"elsewhere"}""", "refused 'mqtt.host' could cut the device off; change it in dronelink.json, by cable")]
    [InlineData("""{"key":"00"}""", "refused 'key' could cut the device off; change it in dronelink.json, by cable")]
    [InlineData("""{"timeServer":"x"}""", "refused 'timeServer' could cut the device off; change it in dronelink.json, by cable")]
    [InlineData("""{"transmitter..x":1}""", "refused 'transmitter..x' is no name of a setting")]
    [InlineData("""{"transmitter.powerMw":null}""", "refused 'transmitter.powerMw' is no value; expected a text in ASCII, a number, true or false")]
    [InlineData("""{"transmitter.powerMw":400,"reset":true}""", "refused expected settings by name, or {\"reset\":true} alone")]
    [InlineData("""{}""", "refused expected settings by name, or {\"reset\":true} alone")]
    public void WrongSetting_ChangesNothing_AndIsNamed(string parameters, string expected)
    {
        using var bench = new CommandBench(Drone).Ready(20);
        Assert.Equal(expected, bench.Do("a", "applyConfiguration", parameters));
        bench.Twin.Run(10);
        Assert.Equal(1u, bench.Twin.Boots);
        Assert.DoesNotContain(bench.Twin.Flash.List(), name => name.StartsWith("settings", StringComparison.Ordinal));
        bench.Twin.Restart();
        bench.Twin.Run(20);
        Assert.Equal(200, bench.Twin.World.RadiatedMilliwatt);
    }

    [Fact]
    public void SettingThatIsNone_IsRefusedInThePayloadsWords()
    {
        using var bench = new CommandBench(Drone).Ready(20);
        Assert.StartsWith("refused config: 'transmitter.colour' is not a setting; expected one of", bench.Do("a", "applyConfiguration", """{"transmitter.colour":"red"}"""));
    }

    [Fact]
    public void ChangeThatNoLongerFitsTheFile_IsIgnored_WithALine()
    {
        using var bench = new CommandBench(Drone).Ready(20);
        bench.Do("a", "setPower", """{"powerMw":400}""");
        bench.Twin.Provision(CommandBench.Json(""" "autopilot":{} """));
        bench.Ready(20);
        Assert.Equal("0.1.0", bench.Twin.Device.PayloadVersion);
        Assert.Single(bench.Twin.Lines, line => line.StartsWith("settings: what commands have changed is ignored", StringComparison.Ordinal));
        Assert.Single(bench.Cloud.Texts, text => text.Text.StartsWith("settings: what commands have changed is ignored", StringComparison.Ordinal));
        Assert.Equal("done", bench.Do("b", "setRates", """{"systemMs":5000}"""));
        bench.Twin.Restart();
        bench.Twin.Run(5);
        Assert.Single(bench.Twin.Lines, line => line.StartsWith("settings:", StringComparison.Ordinal));
    }

    [Fact]
    public void ChangeThatThePayloadNoLongerTakes_IsIgnored_AndItRunsByTheFile()
    {
        using var bench = new CommandBench(Drone).Ready(20);
        bench.Do("a", "setPower", """{"powerMw":25}""");
        bench.Twin.Provision(CommandBench.Json(Drone.Replace("\"powerMw\":200", "\"powerMw\":200,\"lowPowerMw\":100", StringComparison.Ordinal)));
        bench.Ready(20);
        Assert.Equal("0.1.0", bench.Twin.Device.PayloadVersion);
        Assert.Contains(bench.Twin.Lines, line => line.Contains("'transmitter.lowPowerMw' is 100; expected powerMw or less", StringComparison.Ordinal));
        Assert.Equal(200, bench.Twin.World.RadiatedMilliwatt);
    }
}

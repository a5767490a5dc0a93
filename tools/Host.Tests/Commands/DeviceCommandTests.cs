using DroneLink.CloudSdk.Wire;
using DroneLink.Firmware;
using DroneLink.Firmware.Telemetry;
using DroneLink.Host.Tests.Updates;
using Xunit;
using RecordKind = DroneLink.CloudSdk.Wire.RecordKind;

namespace DroneLink.Host.Tests.Commands;

/// <summary>Every command on a whole device: what is connected really changes.</summary>
public class DeviceCommandTests
{
    private const string Drone = """
        "autopilot":{},"transmitter":{"control":"tramp","powerMw":200,"frequencyMHz":5800,"ground":"full","deadManMs":0}
        """;

    private const string Receiver = """
        "role":"groundReceiver","autopilot":{},"videoLink":{"frequencyMHz":5800,"dataPin":18,"selectPin":5,"clockPin":19}
        """;

    [Fact]
    public void SetPower_ChangesWhatIsRadiated_AndSurvivesARestart()
    {
        using var bench = new CommandBench(Drone).Ready(20);
        Assert.Equal(200, bench.Twin.World.RadiatedMilliwatt);
        Assert.Equal("done", bench.Do("a", "setPower", """{"powerMw":600}"""));
        bench.Twin.Run(3);
        Assert.Equal(600, bench.Twin.World.RadiatedMilliwatt);
        bench.Twin.Restart();
        bench.Twin.Run(20);
        Assert.Equal(600, bench.Twin.World.RadiatedMilliwatt);
    }

    [Fact]
    public void SetPower_BelowLowPower_LowersThatToo_AndStillFitsTheFile()
    {
        using var bench = new CommandBench("""
            "autopilot":{},"transmitter":{"control":"tramp","powerMw":600,"lowPowerMw":200,"ground":"low","deadManMs":0}
            """).Ready(20);
        Assert.Equal("done", bench.Do("a", "setPower", """{"powerMw":25}"""));
        bench.Twin.Restart();
        bench.Twin.Run(20);
        Assert.Equal(25, bench.Twin.World.RadiatedMilliwatt);
        Assert.DoesNotContain(bench.Twin.Lines, line => line.StartsWith("settings:", StringComparison.Ordinal));
    }

    [Fact]
    public void Pit_Mutes_IsLetGoOf_AndDoesNotSurviveARestart()
    {
        using var bench = new CommandBench(Drone).Ready(20);
        Assert.Equal("done", bench.Do("a", "setPower", """{"pit":true}"""));
        bench.Twin.Run(3);
        Assert.InRange(bench.Twin.World.RadiatedMilliwatt, 0, 1);
        Assert.Equal("done", bench.Do("b", "setPower", """{"pit":false}"""));
        bench.Twin.Run(3);
        Assert.Equal(200, bench.Twin.World.RadiatedMilliwatt);
        bench.Do("c", "setPower", """{"pit":true}""");
        bench.Twin.Restart();
        bench.Twin.Run(20);
        Assert.Equal(200, bench.Twin.World.RadiatedMilliwatt);
    }

    [Fact]
    public void SetChannel_MovesTheTransmitter_AndSurvivesARestart()
    {
        using var bench = new CommandBench(Drone).Ready(20);
        Assert.Equal(5800, bench.Twin.World.TransmitterMhz);
        Assert.Equal("done", bench.Do("a", "setChannel", """{"frequencyMHz":5880}"""));
        Assert.Equal(5880, bench.Twin.World.TransmitterMhz);
        bench.Twin.Restart();
        bench.Twin.Run(20);
        Assert.Equal(5880, bench.Twin.World.TransmitterMhz);
    }

    [Fact]
    public void SetChannel_ThatTheTransmitterDoesNotHave_SaysThatItIsNotConfirmed()
    {
        using var bench = new CommandBench(Drone).Ready(20);
        Assert.Equal("failed ordered; not confirmed by the transmitter within 3 s", bench.Do("a", "setChannel", """{"frequencyMHz":5990}"""));
    }

    [Fact]
    public void SetChannel_TunesTheReceiver_AndSurvivesARestart()
    {
        // Without an autopilot it does not scan.
        using var bench = new CommandBench(Receiver.Replace("\"autopilot\":{},", "", StringComparison.Ordinal)).Ready();
        Assert.InRange(bench.Twin.World.Receiver!.TunedMhz, 5799, 5801);
        Assert.Equal("done", bench.Do("a", "setChannel", """{"frequencyMHz":5880}"""));
        Assert.InRange(bench.Twin.World.Receiver!.TunedMhz, 5879, 5881);
        bench.Twin.Restart();
        bench.Twin.Run(1);
        Assert.InRange(bench.Twin.World.Receiver!.TunedMhz, 5879, 5881);
    }

    /// <summary>On the ground the only receiver scans every half minute, and cannot say where it is meanwhile.</summary>
    [Fact]
    public void SetChannel_InTheMiddleOfAScan_IsDone_WhenThatIsOver()
    {
        using var bench = new CommandBench(Receiver).Ready();
        for (var i = 0; i < 8; i++)
        {
            Assert.True(bench.Twin.RunUntil(() => bench.Twin.World.Receiver!.TunedMhz is < 5700 or > 5890, 90));
            bench.Twin.Run(i * 0.1);
            var mhz = i % 2 == 0 ? 5840 : 5800;
            Assert.Equal("done", bench.Do($"c{i}", "setChannel", $$"""{"frequencyMHz":{{mhz}}}"""));
            Assert.InRange(bench.Twin.World.Receiver!.TunedMhz, mhz - 1, mhz + 1);
        }
    }

    [Fact]
    public void SetRates_ChangesHowOftenIsRecorded_AndSurvivesARestart()
    {
        using var bench = new CommandBench(Drone).Ready(20);
        Assert.Equal("done", bench.Do("a", "setRates", """{"attitudeMs":10000,"systemMs":1000}"""));
        bench.Twin.Run(15);
        var (attitudes, systems) = Count(bench, 60);
        Assert.InRange(attitudes, 5, 7);
        Assert.InRange(systems, 57, 62);
        bench.Twin.Restart();
        bench.Twin.Run(20);
        (attitudes, systems) = Count(bench, 60);
        Assert.InRange(attitudes, 5, 7);
        Assert.InRange(systems, 57, 62);
    }

    [Fact]
    public void Scan_WithTheOnlyReceiver_SaysWhatIsOnTheAir()
    {
        using var bench = new CommandBench(Receiver).Ready();
        var result = bench.Do("a", "scan", seconds: 90);
        Assert.Matches(@"^done noise floor -\d+ dBm; in use: [^;]+; best free: 5\d\d\d MHz$", result);
        Assert.InRange(bench.Twin.World.Receiver!.TunedMhz, 5799, 5801);
    }

    [Fact]
    public void Scan_WithASecondReceiver_IsDoneInFlight_AndLeavesThePictureAlone()
    {
        const string Scanner = """
            ,"scanner":{"adcChannel":7,"dataPin":13,"selectPin":14,"clockPin":15}
            """;
        using var bench = new CommandBench(Receiver + Scanner, groundSeconds: 10);
        Assert.True(bench.Twin.RunUntil(() => bench.Twin.World.Flight.IsArmed, 60));
        bench.Twin.Run(20);
        var tuned = new HashSet<int>();
        bench.Send("a", "scan");
        bench.Twin.RunUntil(
            () =>
            {
                tuned.Add(bench.Twin.World.Receiver!.TunedMhz);
                return bench.Cloud.ResultOf("a") != null;
            },
            90);
        Assert.Matches(@"^done noise floor -\d+ dBm; in use: [^;]+; best free: 5\d\d\d MHz$", bench.Cloud.ResultOf("a"));
        Assert.True(bench.Twin.World.Flight.IsArmed);
        Assert.InRange(Assert.Single(tuned), 5799, 5801);
    }

    [Fact]
    public void Calibrate_MeasuresThePoints_InTheirOrder()
    {
        using var bench = new CommandBench(Receiver).Ready();
        Assert.Equal("failed the low point has to be measured first, in this boot", bench.Do("a", "calibrate", """{"point":"high"}"""));
        bench.Twin.World.Distance = 1_000_000;
        Assert.Matches("^done RSSI calibration: low point is", bench.Do("b", "calibrate", """{"point":"low"}"""));
        bench.Twin.World.Distance = 10;
        Assert.Matches("^done RSSI calibration: .* stored$", bench.Do("c", "calibrate", """{"point":"high"}"""));
    }

    [Fact]
    public void Locate_BlinksTwiceASecond_AndEnds()
    {
        using var bench = new CommandBench(""" "locate":{"pin":23} """).Ready();
        var line = bench.Twin.World.Gpio.GetLine(23);
        Assert.Equal("done for 5 s", bench.Do("a", "locate", """{"seconds":5}"""));
        var changes = 0;
        var was = line.IsHigh;
        bench.Twin.RunUntil(
            () =>
            {
                changes += line.IsHigh == was ? 0 : 1;
                was = line.IsHigh;
                return false;
            },
            10);
        Assert.InRange(changes, 18, 20);
        Assert.False(line.IsHigh);
    }

    [Fact]
    public void Locate_WithoutAPin_SaysSo()
    {
        using var bench = new CommandBench(""" "environment":{"sensor":"bmp280"} """).Ready();
        Assert.Equal("failed no locate pin is configured", bench.Do("a", "locate"));
    }

    [Fact]
    public void SendLog_RecordsTheLastLines_AsTexts()
    {
        using var bench = new CommandBench(Drone).Ready();
        Assert.Equal("done 1 line", bench.Do("a", "sendLog", """{"lines":1}"""));
        bench.Twin.Run(5);
        Assert.Equal("uplink: MQTT session open", Assert.Single(bench.Cloud.Texts, text => text.Severity == Severity.Debug).Text);
    }

    [Fact]
    public void Update_WithoutUpdates_SaysWhatIsMissing()
    {
        using var bench = new CommandBench(Drone).Ready();
        Assert.StartsWith("failed updates are not configured", bench.Do("a", "update"));
    }

    [Fact]
    public void Update_AsksTheCloudNow_AndNotOnlyWhenItWouldHave()
    {
        using var bench = new CommandBench(""" "linkId":"plain","autopilot":{},"ota":{"slotKb":160},"storageKb":1024 """);
        bench.Cloud.Updates = new ScriptedCloud(DeviceUpdateTests.Key, DeviceUpdateTests.Release, () => bench.Seconds) { Offers = false };
        bench.Ready(30);
        bench.Cloud.Updates.Offers = true;
        bench.Twin.Run(120);
        Assert.Equal("0.1.0", bench.Twin.Device.PayloadVersion);
        Assert.Equal("done", bench.Do("a", "update"));
        Assert.True(bench.Twin.RunUntil(() => bench.Twin.Device.PayloadVersion == "0.2.0", 60), string.Join('\n', bench.Twin.Lines));
    }

    [Fact]
    public void RotateBeaconKey_GoesToWhoeverHasTheBeacons()
    {
        using var bench = new CommandBench(Drone).Ready();
        var key = new string('a', 64);
        Assert.Equal("refused key: expected 64 hexadecimal digits", bench.Do("a", "rotateBeaconKey", """{"key":"aa"}"""));
        Assert.Equal("failed there are no beacons here", bench.Do("b", "rotateBeaconKey", $$"""{"key":"{{key}}"}"""));
        byte[] taken = null;
        bench.Twin.Device.Commands.BeaconKeyTaker = bytes => (taken = bytes) != null;
        Assert.Equal("done", bench.Do("c", "rotateBeaconKey", $$"""{"key":"{{key}}"}"""));
        Assert.Equal(Convert.FromHexString(key), taken);
    }

    [Fact]
    public void Reboot_RestartsOnce_AndIsDoneAfterIt()
    {
        using var bench = new CommandBench(Drone).Ready();
        Assert.Equal("done", bench.Do("a", "reboot"));
        Assert.Equal(2u, bench.Twin.Boots);
        bench.Send("a", "reboot");
        bench.Twin.Run(30);
        Assert.Equal(2u, bench.Twin.Boots);
        Assert.Equal("a done", Assert.Single(bench.Cloud.Results.Distinct()));
        Assert.True(bench.Cloud.Results.Count > 1, "the repeated command was not answered");
    }

    [Fact]
    public void UnknownCommand_IsRefused()
    {
        using var bench = new CommandBench(Drone).Ready();
        Assert.Equal("refused unknown command", bench.Do("a", "selfDestruct"));
        Assert.Equal("refused its command or its parameters cannot be read", bench.Do("b", "scan", "[1]"));
    }

    [Fact]
    public void WhatIsDangerous_IsRefusedInFlight_WithTheReason_AndWhatIsNotIsDone()
    {
        const string Bus = """
            ,"videoLink":{"frequencyMHz":5800,"dataPin":18,"selectPin":5,"clockPin":19}
            """;
        using var bench = new CommandBench(Drone + Bus, groundSeconds: 10);
        Assert.True(bench.Twin.RunUntil(() => bench.Twin.World.Flight.IsArmed, 60));
        bench.Twin.Run(20);
        (string Command, string Parameters)[] dangerous =
        [
            ("reboot", null), ("setChannel", """{"frequencyMHz":5880}"""), ("setPower", """{"pit":true}"""), ("setPower", """{"powerMw":25}"""),
            ("calibrate", """{"point":"low"}"""), ("applyConfiguration", """{"transmitter.powerMw":25}"""), ("scan", null),
        ];
        for (var i = 0; i < dangerous.Length; i++)
        {
            Assert.Equal("refused in flight", bench.Do($"d{i}", dangerous[i].Command, dangerous[i].Parameters));
        }

        Assert.Equal("done", bench.Do("e", "setPower", """{"powerMw":600}"""));
        Assert.Equal("done", bench.Do("f", "setPower", """{"pit":false}"""));
        Assert.Equal("done", bench.Do("g", "setRates", """{"systemMs":5000}"""));
        Assert.StartsWith("done", bench.Do("h", "sendLog"));
        bench.Twin.Run(2);
        Assert.Equal(1u, bench.Twin.Boots);
        Assert.Equal(5800, bench.Twin.World.TransmitterMhz);
        Assert.Equal(600, bench.Twin.World.RadiatedMilliwatt);
    }

    [Fact]
    public void WhatIsDangerous_IsRefusedWhileTheAutopilotIsNotHeard()
    {
        using var bench = new CommandBench("""
            "autopilot":{"systemId":77},"transmitter":{"control":"tramp","powerMw":200,"frequencyMHz":5800,"ground":"full","deadManMs":0}
            """).Ready(40);
        Assert.Equal("refused flight state unknown", bench.Do("a", "reboot"));
        Assert.Equal("refused flight state unknown", bench.Do("b", "setPower", """{"pit":true}"""));
        Assert.Equal(1u, bench.Twin.Boots);
    }

    private static (int Attitudes, int Systems) Count(CommandBench bench, double seconds)
    {
        var before = bench.Cloud.Records.Count;
        bench.Twin.Run(seconds);
        var taken = bench.Cloud.Records.Values.Skip(before).ToList();
        return (taken.Count(record => record.Kind == RecordKind.Attitude), taken.Count(record => record.Kind == RecordKind.System));
    }
}

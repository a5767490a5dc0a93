using DroneLink.Firmware.Telemetry;
using DroneLink.Host.Board;
using DroneLink.Host.Models;
using DroneLink.Host.Simulation;
using Xunit;
using RecordKind = DroneLink.CloudSdk.Wire.RecordKind;

namespace DroneLink.Host.Tests.Devices;

/// <summary>A receiver in the workshop: what its button does.</summary>
public sealed class ReceiverServiceTests
{
    private const int Button = 4;

    private const string Receiver = """
        "role":"groundReceiver","videoLink":{"frequencyMHz":5805,"dataPin":18,"selectPin":5,"clockPin":19,"calibrateButtonPin":4}
        """;

    private static readonly FlightOptions Parked = new() { Seed = 3, GroundSeconds = 1e6 };

    [Fact]
    public void TwoPresses_Calibrate_AndARestartKeepsIt()
    {
        var flash = new MemorySegmentStore();
        using (var bench = new WorldBench(Receiver, Parked, flash))
        {
            Calibrate(bench, farMetres: 1e7, nearMetres: 50);
            Assert.Collection(
                bench.Texts,
                text => Assert.StartsWith("RSSI calibration: low point is 4", text, StringComparison.Ordinal),
                text => Assert.EndsWith("stored", text, StringComparison.Ordinal));
            Assert.True(bench.Application.Receiver.Service.IsStored);
            Assert.Equal(VideoLinkFlag.Calibrated, LastFlags(bench) & VideoLinkFlag.Calibrated);
        }

        using var again = new WorldBench(Receiver, Parked, flash);
        again.Run(5);
        Assert.Equal(VideoLinkFlag.Calibrated, LastFlags(again) & VideoLinkFlag.Calibrated);

        // 25 mW and 2 + 2 dBi 50 m away are -61.8 dBm in the world, and were said to be -35.9 dBm: that is what it now reads there.
        again.World.Distance = 50;
        again.Run(30);
        var mean = again.OfKind(RecordKind.VideoLink).TakeLast(10).Average(record => WorldBench.Field(record, VideoLinkField.RssiMean));
        Assert.InRange(mean, -4200, -3300);
    }

    [Fact]
    public void Calibration_CanBeDoneAgain()
    {
        using var bench = new WorldBench(Receiver, Parked);
        Calibrate(bench, 1e7, 50);
        Calibrate(bench, 1e7, 100);
        Assert.Equal(2, bench.Texts.Count(text => text.EndsWith("stored", StringComparison.Ordinal)));
    }

    [Fact]
    public void TransmitterLeftOff_IsRefusedWithTheReason_AndTheOldCalibrationStays()
    {
        using var bench = new WorldBench(Receiver, Parked);
        Calibrate(bench, 1e7, 1e7);
        Assert.Contains(bench.Texts, text => text.Contains("refused", StringComparison.Ordinal) && text.Contains("low point", StringComparison.Ordinal));
        Assert.False(bench.Application.Receiver.Service.IsStored);
        Assert.Equal(0, LastFlags(bench) & VideoLinkFlag.Calibrated);
    }

    [Fact]
    public void WhileMeasuring_NothingIsSaidOfTheLink()
    {
        using var bench = new WorldBench(Receiver, Parked);
        bench.World.Distance = 50;
        bench.Run(20);
        bench.World.Distance = 1e7;
        Press(bench, 0.3);
        bench.Run(1.5); // it takes two seconds; the fade would be told after two
        bench.World.Distance = 50;
        bench.Run(20);
        Assert.Single(bench.Texts);
        Assert.DoesNotContain(bench.Events, told => told.Code is EventCode.LinkLost or EventCode.LinkDegraded);
    }

    [Theory]
    [InlineData(Rx5808Faults.None, "Receiver self-test: The receiver tunes and its RSSI moves.")]
    [InlineData(Rx5808Faults.NotInSpiMode, "Receiver self-test: The receiver does not answer")]
    public void LongPress_TestsTheReceiver_AndReturnsItToItsChannel(Rx5808Faults faults, string said)
    {
        using var bench = new WorldBench(Receiver, Parked);
        bench.World.Receiver.Faults = faults;
        bench.World.Distance = 200;
        bench.Run(5);
        Press(bench, 4);
        bench.Run(60);
        bench.Drain();
        Assert.StartsWith(said, Assert.Single(bench.Texts), StringComparison.Ordinal);
        if (faults == Rx5808Faults.None)
        {
            Assert.Equal(5805, bench.World.Receiver.TunedMhz);
            Assert.True(bench.World.Receiver.HasVideo);
        }
    }

    [Fact]
    public void InFlight_ThePicturesReceiverIsLeftAlone()
    {
        using var bench = new WorldBench(Receiver.Replace("\"role\":", "\"autopilot\":{},\"role\":", StringComparison.Ordinal), new FlightOptions { Seed = 3, GroundSeconds = 20 });
        bench.Run(30);
        Assert.True(bench.World.Flight.IsArmed);
        Press(bench, 4);
        Press(bench, 0.3);
        bench.Run(30, () => Assert.True(bench.World.Receiver.HasVideo && bench.World.Receiver.TunedMhz == 5805));
        Assert.Equal(2, bench.Texts.Count(text => text.StartsWith("Receiver service: not while", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(16.5)]
    [InlineData(17.0)]
    [InlineData(19.5)]
    public void Arming_BreaksItOff_AndThePictureIsThereAtOnce(double pressedAt)
    {
        using var bench = new WorldBench(Receiver.Replace("\"role\":", "\"autopilot\":{},\"role\":", StringComparison.Ordinal), new FlightOptions { Seed = 3, GroundSeconds = 20 });
        bench.Run(pressedAt - 4);
        Press(bench, 4);
        bench.Run(22.5 - pressedAt);
        Assert.True(bench.World.Flight.IsArmed);
        bench.Run(30, () => Assert.True(bench.World.Receiver.HasVideo && bench.World.Receiver.TunedMhz == 5805));
    }

    /// <summary>Whenever the button is pressed while the receiver scans, idles or looks: armed, the receiver is on its own channel.</summary>
    [Fact]
    public void Service_AtAnyMoment_LeavesTheReceiverToThePilot()
    {
        var parts = Receiver.Replace("\"role\":", "\"autopilot\":{},\"receiver\":{\"idleMs\":5000},\"role\":", StringComparison.Ordinal);
        for (var press = 31.0; press < 66; press += 1.7)
        {
            using var bench = new WorldBench(parts, new FlightOptions { Seed = 3, GroundSeconds = 75 });
            bench.World.Distance = 1e7;
            bench.Run(press);
            Press(bench, press % 2 < 1 ? 0.3 : 4);
            bench.Run(80 - press);
            bench.World.Distance = null;
            bench.Run(10);
            Assert.True(bench.World.Flight.IsArmed);
            Assert.True(bench.World.Receiver.HasVideo && bench.World.Receiver.TunedMhz == 5805, $"pressed at {press} s: on {bench.World.Receiver.TunedMhz} MHz");
        }
    }

    private static void Calibrate(WorldBench bench, double farMetres, double nearMetres)
    {
        bench.World.Distance = farMetres;
        bench.Run(5);
        Press(bench, 0.3);
        bench.Run(10);
        bench.World.Distance = nearMetres;
        Press(bench, 0.3);
        bench.Run(10);
        bench.Drain();
    }

    private static void Press(WorldBench bench, double seconds)
    {
        bench.World.Gpio.GetLine(Button).External = false;
        bench.Run(seconds);
        bench.World.Gpio.GetLine(Button).External = null;
        bench.Run(0.2);
    }

    private static long LastFlags(WorldBench bench) => WorldBench.Field(bench.OfKind(RecordKind.VideoLink)[^1], VideoLinkField.Flags);
}

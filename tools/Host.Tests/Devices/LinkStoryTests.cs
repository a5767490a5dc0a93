using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.VideoLink;
using DroneLink.Host.Simulation;
using Xunit;
using RecordKind = DroneLink.CloudSdk.Wire.RecordKind;
using TelemetryRecord = DroneLink.CloudSdk.Wire.TelemetryRecord;

namespace DroneLink.Host.Tests.Devices;

/// <summary>A ground receiver and the flight that it watches: a receiver on its bus, a second one that scans, and sensors.</summary>
public sealed class LinkStoryTests
{
    private const string Receiver = """
        "role":"groundReceiver","autopilot":{},"place":{"latitude":-22.8219,"longitude":-47.0647},
        "videoLink":{"frequencyMHz":5806,"dataPin":18,"selectPin":5,"clockPin":19,"transmitterMw":25},
        "receiver":{"temperature":{"sensor":"ntc","adcChannel":3},"supply":{"sensor":"ina226"}},
        "scanner":{"adcChannel":7,"dataPin":13,"selectPin":14,"clockPin":15}
        """;

    private static readonly FlightOptions OutAndBack = new() { Seed = 3, Mission = FlightMission.OutAndBack };

    [Fact]
    public void DroneThatFliesOutOfReach_Degrades_IsLost_AndComesBack_AndNothingElseIsTold()
    {
        using var bench = new WorldBench(Receiver, OutAndBack);
        while (bench.World.Flight.FlightsCompleted == 0 && bench.Now < 600_000)
        {
            bench.Run(1);
        }

        bench.Run(20);

        var link = bench.Events.Select(told => told.Code).Where(code => code is EventCode.LinkDegraded or EventCode.LinkLost or EventCode.LinkRestored).ToList();
        Assert.Equal(EventCode.LinkDegraded, link[0]);
        Assert.Equal(1, link.Count(code => code == EventCode.LinkLost));
        Assert.Equal(EventCode.LinkRestored, link[^1]);
        Assert.Equal(1, link.Count(code => code == EventCode.LinkRestored));
        Assert.InRange(link.Count, 3, 4); // on the way back it may be degraded before it is good
        Assert.DoesNotContain(bench.Events, told => told.Code is EventCode.Interference or EventCode.SensorFailed or EventCode.NotObeyed or EventCode.ReceiverHot);
        Assert.Equal(LinkCondition.Good, bench.Application.Receiver.Monitor.Condition);
    }

    [Fact]
    public void Records_TellWhatTheWorldIs()
    {
        using var bench = new WorldBench(Receiver, new FlightOptions { Seed = 3 });
        bench.Run(90);

        var windows = bench.OfKind(RecordKind.VideoLink).Where(record => Known(record, VideoLinkField.Health)).ToList();
        Assert.True(windows.Count > 60, $"{windows.Count} windows");
        var last = windows[^1];
        Assert.Equal(5806, WorldBench.Field(last, VideoLinkField.Frequency));
        Assert.InRange(WorldBench.Field(last, VideoLinkField.NoiseFloor), -9400, -8900);
        Assert.True(Known(last, VideoLinkField.Snr) && Known(last, VideoLinkField.Occupancy) && Known(last, VideoLinkField.Interference));
        Assert.InRange(WorldBench.Field(last, VideoLinkField.Interference), 0, 5);

        // The radio is free space, shadowed by 2.5 dB and fading: over a minute the excess is small.
        var excess = windows.Where(record => Known(record, VideoLinkField.ExcessPathLoss)).Average(record => WorldBench.Field(record, VideoLinkField.ExcessPathLoss));
        Assert.InRange(excess, -300, 300);
        Assert.Equal(0, WorldBench.Field(last, VideoLinkField.Flags) & ~VideoLinkFlag.Calibrated);

        var receiver = bench.OfKind(RecordKind.Receiver)[^1];
        Assert.Equal(ReceiverState.On, WorldBench.Field(receiver, ReceiverField.State));
        Assert.InRange(WorldBench.Field(receiver, ReceiverField.Current), 165, 180);
        Assert.InRange(WorldBench.Field(receiver, ReceiverField.Temperature), 3700, 5600);
        Assert.Empty(bench.OfKind(RecordKind.Position)); // those are the drone's to record
    }

    [Fact]
    public void ForeignCarrierBeside_IsToldOnce_WithItsFrequency()
    {
        using var bench = new WorldBench(Receiver, new FlightOptions { Seed = 3 });
        bench.Run(60);
        bench.World.Band.SetForeign(5820, -50);
        bench.Run(60);

        var told = Assert.Single(bench.Events, told => told.Code == EventCode.Interference);
        Assert.Equal(5820, told.Value2);
    }

    [Fact]
    public void ReceiverBesideTheTransmitter_IsTold_AndHasNoHealth()
    {
        using var bench = new WorldBench(Receiver.Replace("\"transmitterMw\":25", "\"transmitterMw\":600", StringComparison.Ordinal), new FlightOptions { Seed = 3 });
        bench.World.Distance = 1;
        bench.Run(60);

        Assert.Single(bench.Events, told => told.Code == EventCode.TransmitterTooClose);
        var last = bench.OfKind(RecordKind.VideoLink)[^1];
        Assert.Equal(VideoLinkFlag.Saturated, WorldBench.Field(last, VideoLinkField.Flags) & VideoLinkFlag.Saturated);
        Assert.False(Known(last, VideoLinkField.Health));
    }

    [Fact]
    public void OutsideTheRegionPlan_IsFlagged()
    {
        using var bench = new WorldBench(Receiver.Replace("5806", "5917", StringComparison.Ordinal), new FlightOptions { Seed = 3 });
        bench.Run(20);

        Assert.All(
            bench.OfKind(RecordKind.VideoLink),
            record => Assert.Equal(VideoLinkFlag.OutsideRegionPlan, WorldBench.Field(record, VideoLinkField.Flags) & VideoLinkFlag.OutsideRegionPlan));
    }

    [Fact]
    public void ScanWithThePilotsReceiver_OnlyOnTheGround()
    {
        var shared = Receiver[..Receiver.IndexOf(",\n\"scanner\"", StringComparison.Ordinal)];
        using var bench = new WorldBench(shared, new FlightOptions { Seed = 3, GroundSeconds = 60 });
        var tunedInFlight = new HashSet<int>();
        var tunedOnGround = new HashSet<int>();
        bench.Run(120, () => (bench.World.Flight.IsArmed && bench.World.Flight.Up > 1 ? tunedInFlight : tunedOnGround).Add(bench.World.Receiver.TunedMhz));

        Assert.True(tunedOnGround.Count > 30, $"{tunedOnGround.Count} frequencies on the ground");
        Assert.Equal([5805], tunedInFlight); // 5806 is even, and tuned 1 MHz low
    }

    [Fact]
    public void UnpluggedReceiver_IsNotASignal_AndIsNotLost()
    {
        using var bench = new WorldBench(Receiver, new FlightOptions { Seed = 3 });
        bench.Run(60);
        bench.World.Receiver.IsPowered = false;
        bench.Run(30);

        var last = bench.OfKind(RecordKind.VideoLink)[^1];
        Assert.False(Known(last, VideoLinkField.Health));
        Assert.NotEqual(0, WorldBench.Field(last, VideoLinkField.Flags) & (VideoLinkFlag.Stale | VideoLinkFlag.NotInSpiMode));
        Assert.DoesNotContain(bench.Events, told => told.Code is EventCode.LinkLost or EventCode.LinkDegraded);
    }

    [Fact]
    public void IdleReceiver_IsPoweredDown_LooksAgain_AndIsUpForTheFlight()
    {
        var idle = Receiver.Replace("\"receiver\":{", "\"receiver\":{\"idleMs\":20000,", StringComparison.Ordinal);
        using var bench = new WorldBench(idle, new FlightOptions { Seed = 3, GroundSeconds = 120 });
        bench.World.Distance = 1e6; // nothing is heard
        bench.Run(40);
        Assert.True(bench.World.Receiver.IsOff);
        Assert.Contains(bench.Events, told => told.Code == EventCode.ReceiverState && told.Value == ReceiverState.Off);
        bench.World.Distance = null;
        bench.Run(110);
        Assert.False(bench.World.Receiver.IsOff);
        Assert.DoesNotContain(bench.Events, told => told.Code is EventCode.LinkLost or EventCode.NotObeyed);
    }

    private static bool Known(TelemetryRecord record, int field) => record.TryGet(field, out _);
}

using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Tests.Autopilot;
using DroneLink.Firmware.VideoLink;
using DroneLink.Host.Models;
using DroneLink.Host.Tests.Rx5808;
using Xunit;

namespace DroneLink.Host.Tests.VideoLink;

/// <summary>Monitor and scanner over the driver, down to the bits at the module's pins.</summary>
public class Rx5808LinkTests
{
    [Fact]
    public void PilotsReceiver_IsScannedOnTheGround_AndReturned()
    {
        using var bench = new Rx5808Bench();
        bench.Model.Band = mhz => Math.Max(-90, Math.Max(Heard(mhz, 5800, -60), Heard(mhz, 5880, -50)));
        var survey = new BandSurvey(ChannelTable.ScanList());
        var probe = new RecordProbe();
        var monitor = Watch(bench, probe);
        monitor.Scanner = new ChannelScanner(new Rx5808Link(bench.Receiver), survey, new ScanOptions(), true);
        bench.Run(3000);
        monitor.Scanner.MayScan = true;
        Assert.True(bench.Run(8000, () => monitor.Scanner.Scans == 1));
        var took = bench.NowMs - 3000;
        bench.Run(2500);
        probe.Read();

        Assert.InRange(took, 2000, 3500); // README: some 2.5 s
        Assert.Equal(0u, monitor.Scanner.LeftOut);
        Assert.Equal(5799, bench.Model.TunedMhz);
        Assert.True(bench.Model.HasVideo);
        Assert.InRange(survey.CentiDbm(ChannelTableIndex(5800)), -6050, -5950);
        Assert.InRange(survey.CentiDbm(ChannelTableIndex(5880)), -5100, -4980);
        var last = probe.Find(RecordKind.VideoLink, probe.CountOf(RecordKind.VideoLink) - 1);
        Assert.Equal(5800, probe.Get(last, VideoLinkField.Frequency));
        Assert.Equal(0, probe.Get(last, VideoLinkField.Interference));
        Assert.True(probe.Get(last, VideoLinkField.Occupancy) > 0);
        Assert.InRange(probe.Get(last, VideoLinkField.NoiseFloor), -9000, -8900);
        Assert.InRange(probe.Get(last, VideoLinkField.Health), 98, 100);
        Assert.Equal(0, probe.CountOf(RecordKind.Event));

        static double Heard(double mhz, int carrier, double dbm) =>
            dbm - (SelectivityMask.LossCentiDb((int)Math.Round(mhz), carrier) / 100.0);
    }

    [Fact]
    public void Arming_ReturnsThePilotsReceiverWithinATune()
    {
        using var bench = new Rx5808Bench();
        var monitor = Watch(bench, new RecordProbe());
        monitor.Scanner = new ChannelScanner(new Rx5808Link(bench.Receiver), new BandSurvey(ChannelTable.ScanList()), new ScanOptions(), true);
        bench.Run(2000);
        monitor.Scanner.MayScan = true;
        for (var round = 0; round < 20; round++)
        {
            bench.Run(500 + (round * 7));
            monitor.Scanner.MayScan = false;
            Assert.True(bench.Run(130, () => bench.Receiver.IsSettled), $"round {round}");
            Assert.Equal(5799, bench.Model.TunedMhz);
            monitor.Scanner.MayScan = true;
        }
    }

    [Fact]
    public void ModuleNotInSpiMode_IsFlagged_AndItsLinkIsNotLost()
    {
        using var bench = new Rx5808Bench();
        bench.Model.Band = _ => -60;
        var probe = new RecordProbe();
        var monitor = Watch(bench, probe);
        bench.Run(6000);
        Assert.Equal(LinkCondition.Good, monitor.Condition);
        bench.Model.Faults = Rx5808Faults.NotInSpiMode;
        bench.Run(30000);
        probe.Read();

        var last = probe.Find(RecordKind.VideoLink, probe.CountOf(RecordKind.VideoLink) - 1);
        Assert.Equal(VideoLinkFlag.NotInSpiMode, probe.Get(last, VideoLinkField.Flags) & VideoLinkFlag.NotInSpiMode);
        Assert.False(probe.Has(last, VideoLinkField.Health));
        Assert.Equal(0, probe.CountOf(RecordKind.Event));
    }

    private static VideoLinkMonitor Watch(Rx5808Bench bench, RecordProbe probe)
    {
        var monitor = new VideoLinkMonitor(new Rx5808Link(bench.Receiver), probe.Recorder, new VideoLinkOptions());
        bench.Receiver.Tune(5800);
        bench.Stepped = monitor.Step;
        return monitor;
    }

    private static int ChannelTableIndex(int mhz) => Array.IndexOf(ChannelTable.ScanList(), mhz);
}

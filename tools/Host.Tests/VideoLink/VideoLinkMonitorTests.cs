using System.Device.Adc;
using DroneLink.Drivers.Rx5808;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Tests.Autopilot;
using DroneLink.Firmware.VideoLink;
using DroneLink.Host.Simulation;
using Xunit;

namespace DroneLink.Host.Tests.VideoLink;

public class VideoLinkMonitorTests
{
    private readonly RecordProbe _probe = new();
    private int _count;

    [Fact]
    public void Window_HasItsFigures()
    {
        var monitor = Create(new RssiPinOptions { Calibrated = true }, new VideoLinkOptions { FrequencyMhz = 5800 });
        var rssi = new RssiSimulator(1);
        for (var nowMs = 5000; nowMs <= 6000; nowMs += 10)
        {
            _count = rssi.ToCount(nowMs % 100 < 50 ? -60 : -88);
            monitor.Step(nowMs);
        }

        Assert.Equal(1, _probe.Read());
        Assert.Equal(5800, _probe.Get(0, VideoLinkField.Frequency));
        Assert.InRange(_probe.Get(0, VideoLinkField.RssiMean), -7400, -7385);
        Assert.InRange(_probe.Get(0, VideoLinkField.RssiMin), -8800, -8785);
        Assert.InRange(_probe.Get(0, VideoLinkField.RssiMax), -6000, -5985);
        Assert.InRange(_probe.Get(0, VideoLinkField.RssiStdDev), 1395, 1405);
        Assert.Equal(500, _probe.Get(0, VideoLinkField.Availability));
        Assert.Equal(VideoLinkFlag.Calibrated, _probe.Get(0, VideoLinkField.Flags));
        Assert.Equal(1000, _probe.Get(0, VideoLinkField.Window));
        Assert.InRange(_probe.Get(0, VideoLinkField.RssiVoltage), 660, 662);
        Assert.False(_probe.Has(0, VideoLinkField.RssiMean + 4), "nothing measures the noise floor");
    }

    [Fact]
    public void TopOfTheRange_IsSaturated()
    {
        var monitor = Create(new RssiPinOptions(), new VideoLinkOptions());
        _count = 1400;
        Run(monitor, 0, 999);
        _count = 1000;
        Run(monitor, 1000, 2000);

        Assert.Equal(2, _probe.Read());
        Assert.Equal(VideoLinkFlag.Saturated, _probe.Get(0, VideoLinkField.Flags));
        Assert.Equal(0, _probe.Get(0, VideoLinkField.RssiStdDev));
        Assert.Equal(1000, _probe.Get(0, VideoLinkField.Availability));
        Assert.Equal(0, _probe.Get(1, VideoLinkField.Flags));
        Assert.False(_probe.Has(0, VideoLinkField.Frequency));
    }

    [Fact]
    public void NoSample_IsStaleAndSaysNoPower()
    {
        var monitor = Create(new RssiPinOptions(), new VideoLinkOptions());
        _count = -1;
        Run(monitor, 0, 1000);

        Assert.Equal(1, _probe.Read());
        Assert.Equal(VideoLinkFlag.Stale, _probe.Get(0, VideoLinkField.Flags));
        Assert.Equal(1000, _probe.Get(0, VideoLinkField.Window));
        Assert.False(_probe.Has(0, VideoLinkField.RssiMean));
        Assert.False(_probe.Has(0, VideoLinkField.Availability));
    }

    [Fact]
    public void LoopThatStoodStill_GivesOneLongWindow_AndCountsNoSampleTwice()
    {
        var monitor = Create(new RssiPinOptions(), new VideoLinkOptions());
        _count = 1000;
        Run(monitor, 0, 500);
        monitor.Step(6000);
        monitor.Step(6001);
        Run(monitor, 6002, 7000);

        Assert.Equal(2, _probe.Read());
        Assert.Equal(6000, _probe.Get(0, VideoLinkField.Window));
        Assert.Equal(1000, _probe.Get(1, VideoLinkField.Window));
    }

    [Theory]
    [InlineData(0, 1000)]
    [InlineData(60001, 600000)]
    [InlineData(50, 49)]
    [InlineData(50, 600001)]
    public void OptionsOutOfRange_AreRefused(int sampleMs, int windowMs) =>
        Assert.Throws<ArgumentException>(() => Create(new RssiPinOptions(), new VideoLinkOptions { SampleMs = sampleMs, WindowMs = windowMs }));

    private static void Run(VideoLinkMonitor monitor, int fromMs, int toMs)
    {
        for (var nowMs = fromMs; nowMs <= toMs; nowMs++)
        {
            monitor.Step(nowMs);
        }
    }

    private VideoLinkMonitor Create(RssiPinOptions pinOptions, VideoLinkOptions options) =>
        new(new RssiPin(new AdcController(_ => _count).OpenChannel(6), pinOptions), _probe.Recorder, options);
}

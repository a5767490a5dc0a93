using DroneLink.Drivers.Rx5808;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Tests.Autopilot;
using DroneLink.Firmware.Tests.VideoLink;
using DroneLink.Firmware.VideoLink;
using Xunit;

namespace DroneLink.Host.Tests.VideoLink;

/// <summary>Traces whose answer is known beforehand: figures within the stated error, and exactly the expected events.</summary>
public class TraceTests
{
    // 100 dB over the pin's 600 mV: the simulated module's ADC then steps by 0.13 dB, up.
    private static readonly RssiPinOptions Wide = new() { MinCentiDbm = -12000, MaxCentiDbm = -2000 };

    [Fact]
    public void CleanLink_IsHealthyAndSilent()
    {
        var bench = new TraceBench(new VideoLinkOptions());
        bench.Run(60.01, _ => -60);

        Assert.Equal(60, bench.Windows.Count);
        Assert.Empty(bench.Events);
        Assert.Equal(1000, bench.Min(VideoLinkField.Availability));
        Assert.Equal(0, bench.Sum(VideoLinkField.FadeCount));
        Assert.Equal(0, bench.Max(VideoLinkField.RssiStdDev));
        Assert.Equal(100, bench.Min(VideoLinkField.Health));
    }

    // -80 dBm +- 8 dB in 10 s. Below -85 dBm for acos(5/8)/pi of it; a fade from there up to -82 dBm takes
    // (pi - asin(2/8) - asin(5/8)) / 2 pi of it. Error: a sample period at each end of a fade, and the ADC's step.
    [Fact]
    public void SlowFading_IsTimedToTheSample_AndEachFadeIsLostAndRestored()
    {
        const int periods = 30;
        var bench = new TraceBench(new VideoLinkOptions(), Wide);
        bench.Run((periods * 10) + 0.01, at => -80 + (8 * Math.Sin(2 * Math.PI * at / 10)));

        var below = Math.Acos(5.0 / 8) / Math.PI;
        var fadeMs = (Math.PI - Math.Asin(2.0 / 8) - Math.Asin(5.0 / 8)) / (2 * Math.PI) * 10000;
        Assert.Equal(periods, bench.Sum(VideoLinkField.FadeCount));
        Assert.InRange(bench.Sum(VideoLinkField.FadeTime) / (double)periods, fadeMs - 75, fadeMs + 75);
        Assert.InRange(bench.Max(VideoLinkField.LongestFade), fadeMs - 75, fadeMs + 75);
        Assert.InRange(bench.Sum(VideoLinkField.Availability) / (double)bench.Windows.Count, 1000 * (1 - below) - 8, 1000 * (1 - below) + 8);
        var events = Enumerable.Range(0, (2 * periods) - 1).Select(n => (long)(n % 2 == 0 ? EventCode.LinkLost : EventCode.LinkRestored));
        Assert.Equal(events, bench.Events);
    }

    // Rice: N = sqrt(2 pi) fD rho exp(-rho^2) crossings a second, (exp(rho^2) - 1) / (rho fD sqrt(2 pi)) s in the mean. At 0.25 Hz and rho 0.3 a
    // fade is ten samples long. Error 4 %: 3400 fades scatter by 2 %, and samples 50 ms apart miss the shortest.
    [Fact]
    public void RayleighFading_HasRicesFigures()
    {
        const double doppler = 0.25;
        const double rho = 0.3;
        const double seconds = 20000;
        var options = new VideoLinkOptions
        {
            WindowMs = 10000,
            HysteresisCentiDb = 0,
            ThresholdCentiDbm = -7000 + (int)Math.Round(2000 * Math.Log10(rho)),
        };
        var bench = new TraceBench(options, Wide);
        bench.Run(seconds + 0.01, Rayleigh(17, doppler, -70));

        var crossings = Math.Sqrt(2 * Math.PI) * doppler * rho * Math.Exp(-rho * rho);
        var meanFade = (Math.Exp(rho * rho) - 1) / (rho * doppler * Math.Sqrt(2 * Math.PI));
        var fades = bench.Sum(VideoLinkField.FadeCount);
        Close(crossings * seconds, fades, 0.04);
        Close(meanFade * 1000, bench.Sum(VideoLinkField.FadeTime) / (double)fades, 0.04);
        Close(1 - Math.Exp(-rho * rho), 1 - (bench.Sum(VideoLinkField.Availability) / (1000.0 * bench.Windows.Count)), 0.04);

        static void Close(double expected, double actual, double share) =>
            Assert.InRange(actual, expected * (1 - share), expected * (1 + share));
    }

    // The deviation of Rayleigh's power is 5.57 dB, whatever the mean, and the mean of its dB is 2.51 dB below that of its power.
    [Fact]
    public void RayleighFading_HasItsDeviation()
    {
        var bench = new TraceBench(new VideoLinkOptions { WindowMs = 600000, SampleMs = 200 }, Wide);
        bench.Run(6000.01, Rayleigh(5, 1, -60));

        Assert.InRange(bench.Sum(VideoLinkField.RssiStdDev) / (double)bench.Windows.Count, 530, 585);
        Assert.InRange(bench.Sum(VideoLinkField.RssiMean) / (double)bench.Windows.Count, -6281, -6221);
    }

    [Fact]
    public void Hysteresis_NeverMakesMoreFades()
    {
        var last = long.MaxValue;
        foreach (var hysteresis in new[] { 0, 100, 300, 600 })
        {
            var bench = new TraceBench(new VideoLinkOptions { HysteresisCentiDb = hysteresis, ThresholdCentiDbm = -7500 }, Wide);
            bench.Run(600, Rayleigh(3, 2, -70));
            var fades = bench.Sum(VideoLinkField.FadeCount);
            Assert.InRange(fades, 1, last);
            last = fades;
        }
    }

    [Fact]
    public void DriftIntoDegradedAndLost_AndBack_IsFourEvents()
    {
        var bench = new TraceBench(new VideoLinkOptions());
        bench.Run(10, _ => -65);
        bench.Run(10, _ => -83); // 7 dB: poor, and no fade
        bench.Run(10, _ => -89);
        bench.Run(10, _ => -81.5); // up again, and still poor
        bench.Run(10, _ => -65);

        Assert.Equal(
            new long[] { EventCode.LinkDegraded, EventCode.LinkLost, EventCode.LinkDegraded, EventCode.LinkRestored },
            bench.Events);
    }

    [Fact]
    public void NoiseAroundTheThreshold_DoesNotFlap()
    {
        var random = new Random(9);
        var bench = new TraceBench(new VideoLinkOptions());
        bench.Run(10, _ => -65);
        bench.Run(600, _ => -85 + (1.5 * ((2 * random.NextDouble()) - 1)));

        // Below -82 dBm no fade ends: it is one, and then the link is lost.
        Assert.Equal(new long[] { EventCode.LinkLost }, bench.Events);
        Assert.Equal(1, bench.Sum(VideoLinkField.FadeCount));
    }

    [Fact]
    public void ReceiverBesideTheTransmitter_IsOneAlarm_AndHasNoHealth()
    {
        var bench = new TraceBench(new VideoLinkOptions());
        bench.Run(60, _ => -15.9); // 600 mW and 2 + 2 dBi at 1 m
        bench.Run(20, _ => -55);
        bench.Run(10, _ => -15.9);

        Assert.Equal(new long[] { EventCode.TransmitterTooClose, EventCode.TransmitterTooCloseEnded, EventCode.TransmitterTooClose }, bench.Events);
        foreach (var window in bench.Windows)
        {
            var isSaturated = (bench.Probe.Get(window, VideoLinkField.Flags) & VideoLinkFlag.Saturated) != 0;
            Assert.Equal(!isSaturated, bench.Probe.Has(window, VideoLinkField.Health));
        }
    }

    [Fact]
    public void UnpluggedModule_IsStale_AndNoLostLink()
    {
        var bench = new TraceBench(new VideoLinkOptions());
        bench.Run(10, _ => -65);
        var good = bench.Windows.Count;
        bench.RunCounts(60, _ => 0);

        Assert.Empty(bench.Events);
        foreach (var window in bench.Windows.Skip(good + 1))
        {
            Assert.Equal(VideoLinkFlag.Stale, bench.Probe.Get(window, VideoLinkField.Flags));
            Assert.Equal(142, bench.Probe.Get(window, VideoLinkField.RssiVoltage)); // what ground reads as
            Assert.False(bench.Probe.Has(window, VideoLinkField.RssiMean));
            Assert.False(bench.Probe.Has(window, VideoLinkField.Health));
        }
    }

    [Fact]
    public void FloatingPinOfAModuleThatDoesNotAnswer_AlarmsNothing()
    {
        var random = new Random(4);
        var receiver = new FakeReceiver { FrequencyMhz = 5800, Power = -6000 };
        var probe = new RecordProbe();
        var monitor = new VideoLinkMonitor(receiver, probe.Recorder, new VideoLinkOptions());
        for (var nowMs = 0; nowMs <= 60000; nowMs += 10)
        {
            if (nowMs == 10000)
            {
                receiver.FaultFlags = VideoLinkFlag.NotInSpiMode;
                receiver.IsStuck = true;
            }

            receiver.Power = nowMs < 10000 ? -6000 : random.Next(-9000, -3001);
            receiver.VoltageMv = nowMs < 10000 ? 800 : random.Next(1100);
            monitor.Step(nowMs);
        }

        var records = probe.Read();
        Assert.Equal(60, records);
        Assert.Equal(0, probe.CountOf(RecordKind.Event));
        for (var index = 10; index < records; index++)
        {
            Assert.Equal(VideoLinkFlag.NotInSpiMode, probe.Get(index, VideoLinkField.Flags));
            Assert.False(probe.Has(index, VideoLinkField.Health));
        }
    }

    [Fact]
    public void ForeignCarrier_IsOneEvent_FoundByASecondReceiver()
    {
        var second = new FakeReceiver();
        var survey = new BandSurvey(ChannelTable.ScanList());
        var bench = new TraceBench(new VideoLinkOptions { FrequencyMhz = 5800 });
        bench.Monitor.Scanner = new ChannelScanner(second, survey, new ScanOptions(), false);
        second.Carrier(5800, -6000);
        bench.Run(30.01, _ => -60);
        var clean = bench.Windows.Count;
        second.Carrier(5780, -5000);
        bench.Run(30, _ => -60);

        Assert.Equal(new long[] { EventCode.Interference }, bench.Events);
        Assert.Equal(0, bench.Probe.Get(bench.Windows[clean - 1], VideoLinkField.Interference));
        Assert.Equal(0, bench.Probe.Get(bench.Windows[clean - 1], VideoLinkField.Occupancy));
        Assert.Equal(-9000, bench.Probe.Get(bench.Windows[clean - 1], VideoLinkField.NoiseFloor));
        Assert.Equal(100, bench.Probe.Get(bench.Windows[clean - 1], VideoLinkField.Health));
        Assert.Equal(80, bench.Probe.Get(bench.Windows[^1], VideoLinkField.Interference));
        Assert.Equal(36, bench.Probe.Get(bench.Windows[^1], VideoLinkField.Health));
        Assert.InRange(bench.Probe.Get(bench.Windows[^1], VideoLinkField.Occupancy), 20, 60);
    }

    // Clarke's model: 64 waves from evenly spaced directions, each with a phase of its own.
    private static Func<double, double> Rayleigh(int seed, double doppler, double meanDbm)
    {
        const int waves = 64;
        var random = new Random(seed);
        var turn = random.NextDouble();
        var shifts = Enumerable.Range(0, waves).Select(wave => 2 * Math.PI * doppler * Math.Cos(2 * Math.PI * (wave + turn) / waves)).ToArray();
        var phases = shifts.Select(_ => 2 * Math.PI * random.NextDouble()).ToArray();
        return at =>
        {
            double real = 0;
            double imaginary = 0;
            for (var wave = 0; wave < waves; wave++)
            {
                var (sine, cosine) = Math.SinCos((shifts[wave] * at) + phases[wave]);
                real += cosine;
                imaginary += sine;
            }

            return meanDbm + (10 * Math.Log10(((real * real) + (imaginary * imaginary)) / waves));
        };
    }
}

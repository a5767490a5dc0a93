using System.Device.Adc;
using DroneLink.Drivers.Rx5808;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Tests.Autopilot;
using DroneLink.Firmware.VideoLink;
using DroneLink.Host.Simulation;

namespace DroneLink.Host.Tests.VideoLink;

/// <summary>Runs a monitor over a power as a function of time, from the ADC on, and tells what it recorded.</summary>
internal sealed class TraceBench
{
    private const int StepMs = 10;

    private readonly RssiSimulator _module;
    private int _count;
    private int _read;

    public TraceBench(VideoLinkOptions options, RssiPinOptions calibration = null)
    {
        _module = new RssiSimulator(1) { Calibration = calibration ?? new RssiPinOptions() };
        var pin = new RssiPin(new AdcController(_ => _count).OpenChannel(6), _module.Calibration);
        Monitor = new VideoLinkMonitor(pin, Probe.Recorder, options);
    }

    public RecordProbe Probe { get; } = new();

    public VideoLinkMonitor Monitor { get; }

    public long NowMs { get; private set; }

    /// <summary>Indices of the records of windows.</summary>
    public List<int> Windows { get; } = [];

    /// <summary>Codes of the events, in order.</summary>
    public List<long> Events { get; } = [];

    /// <summary>Runs on with a power in dBm as a function of seconds since boot.</summary>
    public void Run(double seconds, Func<double, double> dbm) => RunCounts(seconds, at => _module.ToCount(dbm(at)));

    /// <summary>Runs on with counts of the ADC.</summary>
    public void RunCounts(double seconds, Func<double, int> counts)
    {
        for (var end = NowMs + (long)(seconds * 1000); NowMs < end; NowMs += StepMs)
        {
            _count = counts(NowMs / 1000.0);
            Monitor.Step(NowMs);
            if (NowMs % 1000 == 0)
            {
                Read(); // the probe's ring is a small one
            }
        }

        Read();
    }

    public long Sum(int field) => Windows.Sum(window => Probe.Get(window, field));

    public long Max(int field) => Windows.Max(window => Probe.Get(window, field));

    public long Min(int field) => Windows.Min(window => Probe.Get(window, field));

    private void Read()
    {
        for (var records = Probe.Read(); _read < records; _read++)
        {
            if (Probe.Has(_read, VideoLinkField.Window))
            {
                Windows.Add(_read);
            }
            else
            {
                Events.Add(Probe.Get(_read, EventField.Code));
            }
        }
    }
}

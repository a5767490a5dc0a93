using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Tests.VideoLink;
using DroneLink.Firmware.VideoLink;
using Xunit;

namespace DroneLink.Host.Tests.VideoLink;

/// <summary>Watching a link through fades, events, scans and new frequencies allocates nothing.</summary>
public class LinkAllocationTests
{
    [Fact]
    public void Watching_AllocatesNothing()
    {
        var ring = new FlashRing(new ForgetfulStore(), FlashRing.MinSegments);
        ring.Open();
        var recorder = new Recorder(new FrameBuilder("link"u8.ToArray(), 1), ring, new DeviceClock(), new RecorderOptions());
        var receiver = new FakeReceiver { FrequencyMhz = 5800 };
        var scanner = new ChannelScanner(receiver, new BandSurvey(ChannelTable.ScanList()), new ScanOptions { PauseMs = 5000 }, true);
        var monitor = new VideoLinkMonitor(receiver, recorder, new VideoLinkOptions { TransmitterMilliwatt = 600 }) { Scanner = scanner };
        monitor.Geometry.FixReceiver(473977000, 85456000);
        var nowMs = 0;
        Run(20000);
        var before = recorder.NextSequence;
        var scans = scanner.Scans;

        var start = GC.GetAllocatedBytesForCurrentThread();
        Run(120000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - start;

        Assert.Equal(0, allocated);
        Assert.True(recorder.NextSequence - before > 120, "windows and events");
        Assert.True(scanner.Scans > scans);

        void Run(int milliseconds)
        {
            for (var end = nowMs + milliseconds; nowMs < end; nowMs += 10)
            {
                var second = nowMs / 1000 % 40;
                receiver.Power = second < 10 ? -6000 : second < 15 ? -8800 : second < 25 ? -8300 : -5000;
                receiver.FrequencyMhz = !scanner.IsScanning && second == 30 ? 5840 : receiver.FrequencyMhz;
                scanner.MayScan = second > 32;
                monitor.Geometry.SetDrone(473987000 + nowMs, 85456000, 5000, nowMs);
                monitor.Step(nowMs);
                recorder.Step(nowMs);
                ring.AcknowledgeBelow(ring.Next);
            }
        }
    }

    private sealed class ForgetfulStore : ISegmentStore
    {
        private readonly string[] _none = [];

        public bool TryWrite(string name, byte[] buffer, int offset, int count) => true;

        public int Read(string name, byte[] buffer) => -1;

        public bool TryDelete(string name) => true;

        public string[] List() => _none;
    }
}

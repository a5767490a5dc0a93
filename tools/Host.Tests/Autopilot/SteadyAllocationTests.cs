using System.Device.Adc;
using System.IO.Ports;
using DroneLink.Drivers.Mavlink;
using DroneLink.Drivers.Rx5808;
using DroneLink.Firmware.Autopilot;
using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.VideoLink;
using DroneLink.Host.Simulation;
using Xunit;

namespace DroneLink.Host.Tests.Autopilot;

/// <summary>The device's steady path allocates nothing: on an ESP32 every byte of garbage is paid for with a stop of all threads.</summary>
public class SteadyAllocationTests
{
    [Fact]
    public void FlyingAndWatching_AllocateNothing()
    {
        using var wire = SerialWire.Attach("steady");
        using var port = new MavlinkPort(new SerialPort("steady", 57600));
        port.Open();
        var ring = new FlashRing(new ForgetfulStore(), FlashRing.MinSegments);
        ring.Open();
        var recorder = new Recorder(new FrameBuilder("steady"u8.ToArray(), 1), ring, new DeviceClock(), new RecorderOptions());
        var options = new AutopilotOptions { PositionPeriodMs = 0, AttitudePeriodMs = 0, PowerPeriodMs = 0 };
        var autopilot = new AutopilotTelemetry(port, recorder, options);
        var flight = new FlightSimulator(new FlightOptions { GroundSeconds = 2 }) { Wire = wire };
        var rssi = new RssiSimulator(1);
        using var pin = new RssiPin(new AdcController(_ => rssi.ReadCount()).OpenChannel(6), new RssiPinOptions());
        var video = new VideoLinkMonitor(pin, recorder, new VideoLinkOptions());
        var nowMs = 0L;
        Run(2000);
        var before = recorder.NextSequence;

        // The simulated flight allocates only where it says something; the longest stretch of its mission says nothing.
        var start = GC.GetAllocatedBytesForCurrentThread();
        Run(20000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - start;

        Assert.Equal(0, allocated);
        Assert.True(recorder.NextSequence - before > 4000);
        Assert.Equal(0u, autopilot.LostPackets);

        void Run(int steps)
        {
            for (var step = 0; step < steps; step++)
            {
                nowMs += 20;
                flight.Step(nowMs);
                rssi.Step(nowMs, flight.Distance);
                autopilot.Step(nowMs);
                video.Step(nowMs);
                recorder.Step(nowMs);
                ring.AcknowledgeBelow(ring.Next);
            }
        }
    }

    [Fact]
    public void TextsAndGarbage_AllocateNothing()
    {
        var encoder = new MavlinkEncoder(1, 1);
        encoder.Heartbeat(2, false, 0);
        var heartbeat = encoder.LastFrame.ToArray();
        encoder.StatusText(6, "Mission: 2 WP");
        byte[] stream = [.. heartbeat, 0xFD, 0xFF, 0, 1, 2, .. encoder.LastFrame, .. new byte[50]];
        var ring = new FlashRing(new ForgetfulStore(), FlashRing.MinSegments);
        ring.Open();
        var recorder = new Recorder(new FrameBuilder("steady"u8.ToArray(), 1), ring, new DeviceClock(), new RecorderOptions());
        var records = new AutopilotRecords(recorder, new AutopilotOptions());
        var parser = new MavlinkParser();
        var message = new MavlinkMessage();
        Run(0, 100);
        var start = GC.GetAllocatedBytesForCurrentThread();
        Run(100, 5000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - start);
        Assert.True(records.DroppedTexts > 0);

        void Run(long from, int rounds)
        {
            for (var nowMs = from; nowMs < from + rounds; nowMs++)
            {
                parser.Feed(stream, 0, stream.Length);
                while (parser.TryRead(message))
                {
                    records.Take(message, nowMs);
                }

                records.Step(nowMs);
                recorder.Step(nowMs);
                ring.AcknowledgeBelow(ring.Next);
            }
        }
    }

    private sealed class ForgetfulStore : ISegmentStore
    {
        public bool TryWrite(string name, byte[] buffer, int offset, int count) => true;

        public int Read(string name, byte[] buffer) => -1;

        public bool TryDelete(string name) => true;

        public string[] List() => [];
    }
}

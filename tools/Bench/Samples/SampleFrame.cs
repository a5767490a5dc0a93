using System.Device.Adc;
using System.IO.Ports;
using DroneLink.CloudSdk.Wire;
using DroneLink.Drivers.Mavlink;
using DroneLink.Drivers.Rx5808;
using DroneLink.Firmware;
using DroneLink.Firmware.Application;
using DroneLink.Firmware.Uplink;
using DroneLink.Host.Board;
using DroneLink.Host.Simulation;
using DroneLink.Host.Twins;

namespace DroneLink.Bench.Samples;

/// <summary>
/// Records of one frame as a device sent it: the firmware itself, fed by a simulated autopilot and video receiver. Of the frames of the
/// second minute, when the drone is under way, the one with the most common number of records.
/// </summary>
internal static class SampleFrame
{
    private const int StepMs = 10;
    private const int SettledMs = 60_000;
    private const int EndMs = 120_000;

    private const string Configuration = """
        {"deviceId":"drone-0042","key":"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
         "mqtt":{"host":"none","tls":false},"uplink":{"firstTryMs":0},"autopilot":{},"videoLink":{}}
        """;

    /// <summary>Every message of the autopilot recorded, and frames sealed after 3 s.</summary>
    public static IReadOnlyList<TelemetryRecord> Records { get; } = Fly(0, 3000);

    /// <summary>At the rates that a device has when it is told nothing.</summary>
    public static IReadOnlyList<TelemetryRecord> FewRecords { get; } = Fly(1000, 1000);

    /// <summary>The frame of <see cref="Records"/>, without a signature: the peers have none.</summary>
    public static byte[] Bytes { get; } = FrameWriter.Write(Records);

    private static IReadOnlyList<TelemetryRecord> Fly(int periodMs, int frameMaxAgeMs)
    {
        using var wire = SerialWire.Attach($"sample-{periodMs}");
        using var port = new MavlinkPort(new SerialPort(wire.PortName));
        port.Open();
        var configuration = Twin.ParseConfiguration(Configuration, "sample");
        configuration.Recorder.FrameMaxAgeMs = frameMaxAgeMs;
        configuration.Autopilot.PositionPeriodMs = periodMs;
        configuration.Autopilot.AttitudePeriodMs = periodMs;
        configuration.Autopilot.PowerPeriodMs = 5 * periodMs;
        var options = new FlightOptions { Seed = 4 };
        var flight = new FlightSimulator(options) { Wire = wire };
        var radio = new RssiSimulator(options.Seed) { Calibration = configuration.Rssi };
        using var rssi = new RssiPin(new AdcController(_ => radio.ReadCount()).OpenChannel(6), configuration.Rssi);
        var events = new LinkEventQueue();
        var frames = new List<byte[]>();
        var board = new CapturingLinkBoard(events, options.StartUtcMs, frames.Add);
        var device = new OpenedDevice(configuration, new MemorySegmentStore(), board, events, new DeviceParts { Autopilot = port, Rssi = rssi }, 1).Device;
        device.Start(0);
        for (long now = 0; now < EndMs; now += StepMs)
        {
            if (now == SettledMs)
            {
                frames.Clear();
            }

            flight.Step(now);
            radio.Step(now, flight.Distance);
            device.Step(now);
        }

        return frames.Select(Read).GroupBy(records => records.Count).MaxBy(group => group.Count())!.First();
    }

    private static IReadOnlyList<TelemetryRecord> Read(byte[] bytes) =>
        FrameReader.TryRead(bytes, out var frame, out var error)
            ? frame.Records
            : throw new InvalidOperationException($"the device sent what cannot be read: {error}");
}

using DroneLink.CloudSdk.Wire;
using DroneLink.Firmware;
using DroneLink.Firmware.Application;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Uplink;
using DroneLink.Host.Board;
using DroneLink.Host.Simulation;
using DroneLink.Host.Twins;
using Xunit;
using RecordKind = DroneLink.CloudSdk.Wire.RecordKind;
using TelemetryRecord = DroneLink.CloudSdk.Wire.TelemetryRecord;

namespace DroneLink.Host.Tests.Devices;

/// <summary>A whole device in a world with a model of every part, under a virtual clock; what it sends is read by the cloud's reader.</summary>
internal sealed class WorldBench : IDisposable
{
    public const int StepMs = 20;

    private const string Head = """
        {"deviceId":"bench","key":"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
         "mqtt":{"host":"none","tls":false},"uplink":{"firstTryMs":0},
        """;

    private readonly DeviceParts _parts;

    public WorldBench(string parts, FlightOptions flight, MemorySegmentStore flash = null)
    {
        var configuration = Twin.ParseConfiguration(Head + parts + "}", "test");
        World = new TwinWorld(configuration, flight, headStartMs: 0);
        _parts = DeviceParts.Open(configuration, World);
        var events = new LinkEventQueue();
        var board = new CapturingLinkBoard(events, flight.StartUtcMs, frame => Records.AddRange(Decode(frame)));
        var opened = new OpenedDevice(configuration, flash ?? new MemorySegmentStore(), board, events, _parts, 1);
        Device = opened.Device;
        Application = opened.Application;
        Device.Start(0);
    }

    public TwinWorld World { get; }

    public Device Device { get; }

    public DeviceApplication Application { get; }

    public long Now { get; private set; }

    public List<TelemetryRecord> Records { get; } = [];

    /// <summary>Events but those of the boot and the clock, as they came.</summary>
    public IEnumerable<(int Code, long Value, long Value2)> Events => Records
        .Where(record => record.Kind == RecordKind.Event)
        .Select(record => ((int)Field(record, EventField.Code), Field(record, EventField.Value), Field(record, EventField.Value2)))
        .Where(told => told.Item1 is not (EventCode.Boot or EventCode.ClockSynced));

    /// <summary>Texts that the device itself said.</summary>
    public IEnumerable<string> Texts => Records.Where(record => record.Kind == RecordKind.Text).Select(record => record.Text);

    public static long Field(TelemetryRecord record, int field) => record.TryGet(field, out var value) ? value : 0;

    public void Run(double seconds, Action each = null)
    {
        for (var until = Now + (long)(seconds * 1000); Now < until; Now += StepMs)
        {
            each?.Invoke();
            World.Step(Now);
            Device.Step(Now);
        }
    }

    /// <summary>The loop stands still, as a TLS handshake makes it: the world goes on.</summary>
    public void Gap(int ms)
    {
        for (var until = Now + ms; Now < until; Now += StepMs)
        {
            World.Step(Now);
        }
    }

    /// <summary>Reads a frame as the cloud does.</summary>
    public static IReadOnlyList<TelemetryRecord> Decode(byte[] bytes)
    {
        Assert.True(FrameReader.TryRead(bytes, out var frame, out var error), error.ToString());
        return frame.Records;
    }

    /// <summary>Lets what is recorded be sent.</summary>
    public void Drain() => Run(3);

    public IReadOnlyList<TelemetryRecord> OfKind(byte kind) => [.. Records.Where(record => record.Kind == kind)];

    public void Dispose()
    {
        _parts.Dispose();
        World.Dispose();
    }
}

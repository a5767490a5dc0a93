using DroneLink.CloudSdk.Wire;
using DroneLink.Firmware;
using DroneLink.Firmware.Application;
using DroneLink.Firmware.Uplink;
using DroneLink.Host.Board;
using DroneLink.Host.Simulation;
using DroneLink.Host.Twins;

namespace DroneLink.Tool.Tests.Browser;

/// <summary>
/// One end of a video link: a whole device in its simulated world, under a virtual clock that runs as fast as the machine does. What it
/// records is kept, to be sent to a station later.
/// </summary>
internal sealed class SimulatedEnd : IDisposable
{
    private const int StepMs = 20;

    private readonly FakeDevice _wire;
    private readonly TwinWorld _world;
    private readonly DeviceParts _parts;
    private readonly Device _device;
    private readonly List<TelemetryRecord> _records = [];
    private readonly FlightOptions _flight;
    private long _sentUntilMs;
    private long _nowMs;

    /// <summary>Creates an end.</summary>
    /// <param name="wire">Who speaks for it at the station.</param>
    /// <param name="parts">What of its configuration says what is connected.</param>
    /// <param name="flight">The flight, the same for both ends.</param>
    public SimulatedEnd(FakeDevice wire, string parts, FlightOptions flight)
    {
        _wire = wire;
        _flight = flight;
        var configuration = Twin.ParseConfiguration(
            $$"""{"deviceId":"{{wire.Device.DeviceId}}","key":"{{new string('0', 64)}}","mqtt":{"host":"none","tls":false},"uplink":{"firstTryMs":0},{{parts}}}""",
            "test");
        _world = new TwinWorld(configuration, flight, headStartMs: 0);
        _parts = DeviceParts.Open(configuration, _world);
        var events = new LinkEventQueue();
        var board = new CapturingLinkBoard(events, flight.StartUtcMs, Take);
        var opened = new OpenedDevice(configuration, new MemorySegmentStore(), board, events, _parts, random: 1);
        _device = opened.Device;
        Application = opened.Application;
        _device.Start(0);
    }

    /// <summary>What runs on the device.</summary>
    public DeviceApplication Application { get; }

    /// <summary>Virtual time, ms.</summary>
    public long NowMs => _nowMs;

    /// <summary>Lets virtual time go by.</summary>
    public void RunUntil(long ms)
    {
        for (; _nowMs < ms; _nowMs += StepMs)
        {
            _world.Step(_nowMs);
            _device.Step(_nowMs);
        }
    }

    /// <summary>Sends what was recorded since the last call, as if that time had gone by just now: its length is pressed into what really did.</summary>
    /// <param name="fromMs">Real time of the last call, ms since 1970.</param>
    /// <param name="toMs">Real time of this one.</param>
    public async Task SendAsync(long fromMs, long toMs)
    {
        var began = _flight.StartUtcMs + _sentUntilMs;
        var length = Math.Max(_nowMs - _sentUntilMs, 1);
        foreach (var batch in _records.Chunk(8))
        {
            TelemetryRecord[] moved = [.. batch.Select(record => Move(record, fromMs + ((record.TimeMs - began) * (toMs - fromMs) / length)))];
            Assert.True(await _wire.PublishAsync(_wire.FramesTopic, FrameWriter.Write(moved)));
        }

        _records.Clear();
        _sentUntilMs = _nowMs;
    }

    public void Dispose()
    {
        _parts.Dispose();
        _world.Dispose();
    }

    private static TelemetryRecord Move(TelemetryRecord record, long timeMs) => new()
    {
        DeviceId = record.DeviceId,
        BootId = record.BootId,
        Sequence = record.Sequence,
        TimeMs = timeMs,
        ClockSynced = record.ClockSynced,
        Kind = record.Kind,
        Mask = record.Mask,
        Values = record.Values,
        Severity = record.Severity,
        Text = record.Text,
    };

    private void Take(byte[] bytes)
    {
        Assert.True(FrameReader.TryRead(bytes, out var frame, out var error), $"{error}");
        _records.AddRange(frame.Records);
    }
}

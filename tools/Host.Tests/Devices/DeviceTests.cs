using System.IO.Ports;
using DroneLink.CloudSdk.Wire;
using DroneLink.Drivers.Mavlink;
using DroneLink.Firmware;
using DroneLink.Firmware.Application;
using DroneLink.Firmware.Supervision;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Uplink;
using DroneLink.Host.Board;
using DroneLink.Host.Simulation;
using DroneLink.Host.Twins;
using Xunit;
using RecordKind = DroneLink.CloudSdk.Wire.RecordKind;
using TelemetryRecord = DroneLink.CloudSdk.Wire.TelemetryRecord;

namespace DroneLink.Host.Tests.Devices;

/// <summary>The device as it is put together for the board and the twin; what it sends is read by the cloud's reader.</summary>
public sealed class DeviceTests
{
    private const long Utc = 1_800_000_000_000;

    private const string Configuration = """
        {"deviceId":"bench","key":"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
         "mqtt":{"host":"none","tls":false},"uplink":{"firstTryMs":0},"autopilot":{}}
        """;

    [Fact]
    public void FirstBoot_IsToldWithItsReasonAndTheAnchorOfTheClock()
    {
        var records = Run(new MemorySegmentStore(), timeKnown: true, flight: null, 5000).Records;

        Assert.Equal([EventCode.Boot, EventCode.ClockSynced], EventCodes(records));
        Assert.Equal(ResetReason.PowerOn, ValueOf(records, EventCode.Boot));
        Assert.Equal(Utc, ValueOf(records, EventCode.ClockSynced));
        Assert.All(records, record => Assert.True(record.ClockSynced));
    }

    [Fact]
    public void Stall_IsToldByTheNextBoot()
    {
        var flash = new MemorySegmentStore();
        Run(flash, timeKnown: true, flight: null, 1000).Device.Shutdown(ResetReason.Stalled, Supervisor.Uplink);

        var second = Run(flash, timeKnown: true, flight: null, 5000);
        var records = second.Records.FindAll(record => record.BootId == second.Device.BootId);

        Assert.Equal(ResetReason.Stalled, ValueOf(records, EventCode.Boot));
        Assert.Equal(Supervisor.Uplink, ValueOf(records, EventCode.WatchdogReset));
    }

    [Fact]
    public void WithoutATimeServer_TheAutopilotSetsTheClock()
    {
        var flight = new FlightSimulator(new FlightOptions { StartUtcMs = Utc });

        var records = Run(new MemorySegmentStore(), timeKnown: false, flight, 20000).Records;

        Assert.Equal(1, EventCodes(records).Count(code => code == EventCode.ClockSynced));
        Assert.InRange(ValueOf(records, EventCode.ClockSynced), Utc - 100, Utc + 100);
    }

    [Fact]
    public void OrderlyEnd_LeavesNothingToSendAgain()
    {
        var flash = new MemorySegmentStore();
        var first = Run(flash, timeKnown: true, flight: null, 30000);
        Assert.Equal(0, first.Device.Ring.WaitingFrames);
        first.Device.Shutdown(ResetReason.Ordered, 0);

        var second = Run(flash, timeKnown: true, flight: null, 30000);

        Assert.All(second.Records, record => Assert.Equal(second.Device.BootId, record.BootId));
    }

    [Fact]
    public void System_TellsVersionUptimeAndBuffer()
    {
        var system = Run(new MemorySegmentStore(), timeKnown: true, flight: null, 25000).Records.Where(record => record.Kind == RecordKind.System).ToList();

        Assert.Equal(3, system.Count);
        Assert.True(system[2].TryGet(SystemField.Uptime, out var uptime) && uptime == 20);
        Assert.True(system[2].TryGet(SystemField.FirmwareVersion, out var version) && version == FirmwareVersion.Packed);
        Assert.False(system[2].TryGet(SystemField.FreeHeap, out _));
    }

    [Fact]
    public void VersionText_IsThePackedVersion() =>
        Assert.Equal(FirmwareVersion.Text, $"{FirmwareVersion.Major}.{FirmwareVersion.Minor}.{FirmwareVersion.Patch}");

    private static (Device Device, List<TelemetryRecord> Records) Run(MemorySegmentStore flash, bool timeKnown, FlightSimulator flight, int ms)
    {
        using var wire = SerialWire.Attach($"device-{Guid.NewGuid():N}");
        using var port = new MavlinkPort(new SerialPort(wire.PortName));
        port.Open();
        if (flight is not null)
        {
            flight.Wire = wire;
        }

        var events = new LinkEventQueue();
        var records = new List<TelemetryRecord>();
        var board = new CapturingLinkBoard(events, timeKnown ? Utc : null, frame => records.AddRange(WorldBench.Decode(frame)));
        var device = new OpenedDevice(Twin.ParseConfiguration(Configuration, "test"), flash, board, events, new DeviceParts { Autopilot = port }, 1).Device;
        device.Start(0);
        for (var now = 0; now < ms; now += 10)
        {
            flight?.Step(now);
            device.Step(now);
        }

        return (device, records);
    }

    private static List<int> EventCodes(List<TelemetryRecord> records) =>
        [.. records.Where(record => record.Kind == RecordKind.Event && record.TryGet(EventField.Code, out _)).Select(Code).Where(code => code != EventCode.AutopilotLost)];

    private static int Code(TelemetryRecord record) => record.TryGet(EventField.Code, out var code) ? (int)code : 0;

    private static long ValueOf(List<TelemetryRecord> records, int code)
    {
        var found = Assert.Single(records, record => record.Kind == RecordKind.Event && Code(record) == code);
        Assert.True(found.TryGet(EventField.Value, out var value));
        return value;
    }
}

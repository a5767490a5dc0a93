using System.IO.Ports;
using DroneLink.Drivers.Mavlink;
using DroneLink.Firmware;
using DroneLink.Firmware.Application;
using DroneLink.Firmware.Peers;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Uplink;
using DroneLink.Host.Board;
using DroneLink.Host.Simulation;
using DroneLink.Host.Tests.Devices;
using DroneLink.Host.Twins;
using RecordKind = DroneLink.CloudSdk.Wire.RecordKind;
using TelemetryRecord = DroneLink.CloudSdk.Wire.TelemetryRecord;

namespace DroneLink.Host.Tests.Peers;

/// <summary>A whole device whose autopilot flies straight on, with a radio, and no network unless it is asked for; what it recorded is read from its flash.</summary>
internal sealed class PeerDrone : IDisposable
{
    public const int StepMs = 10;
    public const int LatitudeE7 = 480000000;
    public const int LongitudeE7 = 110000000;

    private const byte Quadrotor = 2;
    private const int AltitudeMm = 600000;
    private const double MetresPerE7 = 0.0111194;

    private readonly SerialWire _wire;
    private readonly MavlinkPort _port;
    private readonly MavlinkEncoder _autopilot;
    private readonly double _eastMetres;
    private readonly double _northMetres;
    private readonly int _northCms;

    public PeerDrone(
        string id, double northMetres, double eastMetres, int northCms, IPeerRadio radio, bool isOnline = false, Func<LinkEventQueue, ILinkBoard> board = null)
    {
        (_northMetres, _eastMetres, _northCms) = (northMetres, eastMetres, northCms);
        var name = $"peers-{Guid.NewGuid():N}";
        _wire = SerialWire.Attach(name);
        _port = new MavlinkPort(new SerialPort(name));
        _port.Open();
        _autopilot = new MavlinkEncoder(1, 1) { Wire = _wire };
        var configuration = Twin.ParseConfiguration(
            $$"""
            {"deviceId":"{{id}}","fleetId":"f","key":"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
             "mqtt":{"host":"none","tls":false},"uplink":{"firstTryMs":0},"autopilot":{},
             "peers":{"udp":{{(radio is null ? "false" : "true")}},"beaconKey":"{{Convert.ToHexString(PeerBench.Key(1))}}"} }
            """,
            "test");
        var events = new LinkEventQueue();
        var network = board?.Invoke(events) ?? (isOnline ? new AcknowledgingBoard(events, 1_800_000_000_000) : new LoneBoard(events));
        Opened = new OpenedDevice(
            configuration, new MemorySegmentStore(), network, events, new DeviceParts { Autopilot = _port }, PeerBench.HashOf(id), radio);
        Device.Start(0);
    }

    public OpenedDevice Opened { get; }

    public Device Device => Opened.Device;

    public PeerReceiver Receiver => Opened.Application.Peers.Receiver;

    public bool IsArmed { get; set; } = true;

    /// <summary>Bytes that steps allocated, but for what the autopilot's bytes took.</summary>
    public long Allocated { get; private set; }

    public void Step(long nowMs)
    {
        var north = _northMetres + (_northCms / 100.0 * nowMs / 1000);
        if (nowMs % 1000 == 0) _autopilot.Heartbeat(Quadrotor, IsArmed, 0);
        if (nowMs % 200 == 0)
        {
            _autopilot.GlobalPositionInt(
                (uint)nowMs,
                LatitudeE7 + (int)(north / MetresPerE7),
                LongitudeE7 + (int)(_eastMetres / (MetresPerE7 * Math.Cos(48 * Math.PI / 180))),
                AltitudeMm,
                AltitudeMm / 6,
                _northCms,
                0,
                0,
                _northCms < 0 ? 18000 : 0);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Device.Step(nowMs);
        Allocated += GC.GetAllocatedBytesForCurrentThread() - before;
    }

    public void ForgetAllocated() => Allocated = 0;

    /// <summary>Reads all that its flash holds, in order.</summary>
    public IReadOnlyList<TelemetryRecord> ReadFlash()
    {
        Device.Shutdown(0, 0);
        var ring = Device.Ring;
        var buffer = new byte[Firmware.Storage.FlashRing.SegmentBytes];
        var records = new List<TelemetryRecord>();
        for (var number = ring.Head; number < ring.Next; number++)
        {
            var count = ring.Read(number, buffer);
            if (count > 0) records.AddRange(WorldBench.Decode(buffer[..count]));
        }

        return records;
    }

    /// <summary>Conflicts among records: when, how severe, with whom, and how near they come.</summary>
    public static IReadOnlyList<(long AtMs, long Severity, long Hash, long ClosestCm)> Conflicts(IEnumerable<TelemetryRecord> records) =>
    [
        .. records
            .Where(record => record.Kind == RecordKind.Event && WorldBench.Field(record, EventField.Code) == EventCode.PeerConflict)
            .Select(record => (
                record.TimeMs,
                WorldBench.Field(record, EventField.Severity),
                WorldBench.Field(record, EventField.Value2),
                WorldBench.Field(record, EventField.Value))),
    ];

    public void Dispose()
    {
        _port.Dispose();
        _wire.Dispose();
    }
}

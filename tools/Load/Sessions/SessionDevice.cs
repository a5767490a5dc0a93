using System.Globalization;
using System.Net;
using DroneLink.CloudSdk.Ingest;
using DroneLink.Firmware;
using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Uplink;
using DroneLink.Host.Board;
using DroneLink.Host.Twins;
using DroneLink.Tool.Provisioning;

namespace DroneLink.Load.Sessions;

/// <summary>The firmware's own device on the desktop's side of the uplink, with a payload that does what it is told. Under a clock that hurries.</summary>
internal sealed class SessionDevice : IDisposable
{
    private readonly TimeProvider _time;
    private readonly HostLinkBoard _board;
    private readonly long _bootedAt;
    private readonly FrameHead _head = new();
    private readonly byte[] _buffer = new byte[FrameFormat.MaxFrameBytes];

    /// <summary>Makes it.</summary>
    /// <param name="identity">Who it is.</param>
    /// <param name="isMqtt">Whether it speaks MQTT; else it posts.</param>
    /// <param name="port">The port on loopback that it calls.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="patience">Its keep-alive and longest wait, in real time.</param>
    public SessionDevice(DeviceIdentity identity, bool isMqtt, int port, TimeProvider time, TimeSpan patience)
    {
        DeviceId = identity.DeviceId;
        _time = time;
        _bootedAt = time.GetTimestamp();
        var configuration = Configure(identity, isMqtt, port);
        var events = new LinkEventQueue();
        var incoming = new IncomingMessages(new MqttTopics(identity.FleetId, identity.DeviceId));
        _board = new HostLinkBoard(configuration, events, incoming, time, () => NowMs, Note, patience);
        var hardware = new DeviceHardware
        {
            Store = new MemorySegmentStore(),
            Board = _board,
            Events = events,
            Incoming = incoming,
            Probe = new HostSystemProbe(),
        };
        Device = new Device([], configuration, hardware, Payload, 1);
        Device.Start(NowMs);
        Payload.Seal();
    }

    /// <summary>Its name.</summary>
    public string DeviceId { get; }

    /// <summary>The device.</summary>
    public Device Device { get; }

    /// <summary>What runs on it.</summary>
    public ScriptedPayload Payload { get; } = new();

    /// <summary>ms since its boot, of its own clock.</summary>
    public long NowMs => (long)_time.GetElapsedTime(_bootedAt).TotalMilliseconds;

    /// <summary>What it said, each line behind its time.</summary>
    public List<string> Story { get; } = [];

    /// <summary>Whether it holds nothing that is not acknowledged.</summary>
    public bool IsDrained => Device.Ring.WaitingFrames == 0;

    /// <summary>Number behind the last record that is acknowledged with all before it.</summary>
    public uint AcknowledgedBelow
    {
        get
        {
            var number = Device.Ring.Seek(Device.Ring.Head);
            if (number == Device.Ring.Next) return Device.RecordedRecords;
            return _head.TryRead(_buffer, 0, Device.Ring.Read(number, _buffer)) ? _head.FirstSequence : 0;
        }
    }

    /// <summary>Notes a line of the story.</summary>
    public void Note(string line)
    {
        lock (Story) Story.Add(string.Create(CultureInfo.InvariantCulture, $"{NowMs,7} ms  {line}"));
    }

    /// <summary>Ends its session in order.</summary>
    public void Dispose()
    {
        Device.Dispose();
        _board.Dispose();
    }

    private static ApplicationConfiguration Configure(DeviceIdentity identity, bool isMqtt, int port)
    {
        var endpoints = isMqtt
            ? new DeviceEndpoints(IPAddress.Loopback.ToString(), port, MqttTls: false, HttpsUrl: null)
            : new DeviceEndpoints(null, 0, MqttTls: false, $"http://127.0.0.1:{port}/v1/frames");
        var file = DeviceProvisioner.Configure(identity, endpoints) with { Autopilot = null, Ota = null };
        var configuration = Twin.ParseConfiguration(file.ToJson(), identity.DeviceId);

        // The first try is spread over seconds, so that a fleet does not call at once; here nobody else does.
        configuration.Uplink.FirstTryMs = 100;
        configuration.Uplink.PostPeriodMs = 1000;
        return configuration;
    }
}

using DroneLink.CloudSdk.Wire;
using DroneLink.Firmware.Uplink;
using Xunit;

namespace DroneLink.Host.Tests.Devices;

/// <summary>A broker that keeps what it is sent.</summary>
internal sealed class CapturingBoard(LinkEventQueue events, long? utcMs) : ILinkBoard
{
    private int _session;
    private int _packet;

    public List<TelemetryRecord> Records { get; } = [];

    public void BeginJoin() => events.Post(LinkEventKind.NetworkUp, 0);

    public void BeginTimeSync() => events.Post(utcMs is null ? LinkEventKind.TimeFailed : LinkEventKind.TimeKnown, 0, utcMs ?? 0, 0);

    public void BeginConnect(int session, string willTopic, string will)
    {
        _session = session;
        events.Post(LinkEventKind.MqttConnected, session);
    }

    public int Publish(string topic, byte[] payload, int offset, int count, bool retain)
    {
        if (topic.EndsWith("/frames", StringComparison.Ordinal))
        {
            Assert.True(FrameReader.TryRead(payload.AsSpan(offset, count), out var frame, out var error), error.ToString());
            Records.AddRange(frame.Records);
        }

        events.Post(LinkEventKind.MqttAcknowledged, _session, ++_packet);
        return _packet;
    }

    public void Disconnect()
    {
    }

    public void BeginPost(int session, byte[] body, int count, int frames, string timestamp, string signature) =>
        throw new InvalidOperationException("the broker is there");

    public void Log(string line)
    {
    }
}

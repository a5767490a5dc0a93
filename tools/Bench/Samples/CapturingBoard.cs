using DroneLink.Firmware.Uplink;

namespace DroneLink.Bench.Samples;

/// <summary>A network that is always there and a broker that acknowledges at once and keeps the frames.</summary>
internal sealed class CapturingBoard(LinkEventQueue events, long utcMs) : ILinkBoard
{
    private int _session;
    private int _packet;

    public List<byte[]> Frames { get; } = [];

    public void BeginJoin() => events.Post(LinkEventKind.NetworkUp, 0);

    public void BeginTimeSync() => events.Post(LinkEventKind.TimeKnown, 0, utcMs, 0);

    public void BeginConnect(int session, string willTopic, string will)
    {
        _session = session;
        events.Post(LinkEventKind.MqttConnected, session);
    }

    public int Publish(string topic, byte[] payload, int offset, int count, bool retain)
    {
        if (topic.EndsWith("/frames", StringComparison.Ordinal))
        {
            Frames.Add(payload.AsSpan(offset, count).ToArray());
        }

        _packet = (_packet % ushort.MaxValue) + 1;
        events.Post(LinkEventKind.MqttAcknowledged, _session, _packet);
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

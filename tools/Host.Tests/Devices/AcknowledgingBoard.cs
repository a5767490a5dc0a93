using DroneLink.Firmware.Uplink;

namespace DroneLink.Host.Tests.Devices;

/// <summary>A network that is always there and a broker that acknowledges at once; allocates nothing.</summary>
internal sealed class AcknowledgingBoard(LinkEventQueue events, long utcMs) : ILinkBoard
{
    private int _session;
    private int _packet;

    public int Published { get; private set; }

    public void BeginJoin() => events.Post(LinkEventKind.NetworkUp, 0);

    public void BeginTimeSync() => events.Post(LinkEventKind.TimeKnown, 0, utcMs, 0);

    public void BeginConnect(int session, string willTopic, string will)
    {
        _session = session;
        events.Post(LinkEventKind.MqttConnected, session);
    }

    public int Publish(string topic, byte[] payload, int offset, int count, bool retain)
    {
        Published++;
        _packet = (_packet % ushort.MaxValue) + 1;
        events.Post(LinkEventKind.MqttAcknowledged, _session, _packet);
        return _packet;
    }

    public int Subscribe(string[] topics)
    {
        _packet = (_packet % ushort.MaxValue) + 1;
        events.Post(LinkEventKind.MqttSubscribed, _session, _packet, 1);
        return _packet;
    }

    public void Disconnect()
    {
    }

    public void BeginPost(int session, byte[] body, int count, int frames, string timestamp, string signature) =>
        throw new InvalidOperationException("the broker is there");

    public void BeginGet(int session, string path, int from, int count, byte[] body, string timestamp, string signature) =>
        throw new InvalidOperationException("nothing is fetched");

    public void Log(string line)
    {
    }
}

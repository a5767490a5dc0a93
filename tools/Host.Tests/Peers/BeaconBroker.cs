using DroneLink.Firmware.Uplink;

namespace DroneLink.Host.Tests.Peers;

/// <summary>A network that is always there, without a time server; its broker acknowledges at once, and hands on what is published to peers.</summary>
internal sealed class BeaconBroker(LinkEventQueue events, Action<string, byte[]> onBeacon) : ILinkBoard
{
    private int _session;
    private int _packet;

    public IReadOnlyList<string> Subscriptions { get; private set; } = [];

    public void BeginJoin() => events.Post(LinkEventKind.NetworkUp, 0);

    public void BeginTimeSync() => events.Post(LinkEventKind.TimeFailed, 0);

    public void BeginConnect(int session, string willTopic, string will)
    {
        _session = session;
        events.Post(LinkEventKind.MqttConnected, session);
    }

    public int Publish(string topic, byte[] payload, int offset, int count, bool retain)
    {
        // Frames stay under way: what was recorded is looked for on flash.
        if (topic.EndsWith("/frames", StringComparison.Ordinal)) return 0;
        if (topic.Contains("/peers/", StringComparison.Ordinal)) onBeacon(topic, payload.AsSpan(offset, count).ToArray());
        events.Post(LinkEventKind.MqttAcknowledged, _session, Next());
        return _packet;
    }

    public int Subscribe(string[] topics)
    {
        Subscriptions = topics;
        events.Post(LinkEventKind.MqttSubscribed, _session, Next(), 1);
        return _packet;
    }

    public void Disconnect()
    {
    }

    public void BeginPost(int session, byte[] body, int count, int frames, string timestamp, string signature) =>
        throw new InvalidOperationException("there is a broker");

    public void BeginGet(int session, string path, int from, int count, byte[] body, string timestamp, string signature) =>
        throw new InvalidOperationException("there is a broker");

    public void Log(string line)
    {
    }

    private int Next() => _packet = (_packet % ushort.MaxValue) + 1;
}

using DroneLink.Firmware.Uplink;

namespace DroneLink.Host.Board;

/// <summary>
/// A network that is always there, and a broker that acknowledges at once and hands on every frame: for a device under a virtual clock. Not
/// thread safe.
/// </summary>
/// <param name="events">Takes what happens. Borrowed.</param>
/// <param name="utcMs">UTC at the device's start, ms since 1970-01-01; null when no time server answers.</param>
/// <param name="frame">Takes each frame, a copy of its own.</param>
public sealed class CapturingLinkBoard(LinkEventQueue events, long? utcMs, Action<byte[]> frame) : ILinkBoard
{
    private int _session;
    private int _packet;

    /// <inheritdoc/>
    public void BeginJoin() => events.Post(LinkEventKind.NetworkUp, 0);

    /// <inheritdoc/>
    public void BeginTimeSync() => events.Post(utcMs is null ? LinkEventKind.TimeFailed : LinkEventKind.TimeKnown, 0, utcMs ?? 0, 0);

    /// <inheritdoc/>
    public void BeginConnect(int session, string willTopic, string will)
    {
        _session = session;
        events.Post(LinkEventKind.MqttConnected, session);
    }

    /// <inheritdoc/>
    public int Publish(string topic, byte[] payload, int offset, int count, bool retain)
    {
        ArgumentNullException.ThrowIfNull(topic);
        if (topic.EndsWith("/frames", StringComparison.Ordinal))
        {
            frame(payload.AsSpan(offset, count).ToArray());
        }

        _packet = (_packet % ushort.MaxValue) + 1;
        events.Post(LinkEventKind.MqttAcknowledged, _session, _packet);
        return _packet;
    }

    /// <inheritdoc/>
    public int Subscribe(string[] topics)
    {
        _packet = (_packet % ushort.MaxValue) + 1;
        events.Post(LinkEventKind.MqttSubscribed, _session, _packet, 1);
        return _packet;
    }

    /// <inheritdoc/>
    public void Disconnect()
    {
    }

    /// <inheritdoc/>
    public void BeginPost(int session, byte[] body, int count, int frames, string timestamp, string signature) =>
        throw new InvalidOperationException("the broker is there");

    /// <inheritdoc/>
    public void BeginGet(int session, string path, int from, int count, byte[] body, string timestamp, string signature) =>
        throw new InvalidOperationException("nothing is fetched");

    /// <inheritdoc/>
    public void Log(string line)
    {
    }
}

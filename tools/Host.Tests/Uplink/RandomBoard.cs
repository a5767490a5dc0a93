using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Uplink;

namespace DroneLink.Host.Tests.Uplink;

/// <summary>
/// A board, network and cloud of chance under a virtual clock. What the cloud accepted is in <see cref="Accepted"/>. While not
/// <see cref="Healthy"/>, every operation may fail, be late, or never end; events get lost or come for sessions long gone.
/// </summary>
public sealed class RandomBoard(int seed, LinkEventQueue events) : ILinkBoard
{
    private readonly Random _random = new(seed);
    private readonly PriorityQueue<Action, long> _due = new();
    private int _packet;
    private int _mqttSession;

    public long Now { get; private set; }

    public bool Healthy { get; set; }

    public HashSet<uint> Accepted { get; } = [];

    public void Advance(long now)
    {
        Now = now;
        while (_due.TryPeek(out _, out var at) && at <= now) _due.Dequeue()();

        if (!Healthy && _random.Next(2000) == 0)
        {
            var kind = (LinkEventKind)_random.Next(1, 10);
            if (kind is not LinkEventKind.TimeKnown) events.Post(kind, _random.Next(3) == 0 ? 0 : -1, _random.Next(70000), _random.Next(3));
        }

        if (!Healthy && _random.Next(20000) == 0)
        {
            for (var i = 0; i < 40; i++) events.Post(LinkEventKind.MqttAcknowledged, -1, 0);
        }
    }

    public void BeginJoin() => Answer(() => events.Post(Fails() ? LinkEventKind.NetworkDown : LinkEventKind.NetworkUp, 0));

    public void BeginTimeSync() => Answer(() =>
    {
        if (Fails()) events.Post(LinkEventKind.TimeFailed, 0);
        else events.Post(LinkEventKind.TimeKnown, 0, 1735689600000 + Now + (Healthy ? 0 : _random.Next(-900000, 900000)), Now);
    });

    public void BeginConnect(int session, string willTopic, string will) => Answer(() =>
    {
        if (Fails())
        {
            events.Post(LinkEventKind.MqttClosed, session);
            return;
        }

        _mqttSession = session;
        events.Post(LinkEventKind.MqttConnected, session);
        if (!Healthy && _random.Next(2) == 0) Later(_random.Next(100000), () => events.Post(LinkEventKind.MqttClosed, session));
    });

    public int Publish(string topic, byte[] payload, int offset, int count, bool retain)
    {
        if (!Healthy && _random.Next(10) == 0) return 0;

        var packet = _packet = (_packet % 65535) + 1;
        var session = _mqttSession;
        var frame = payload.AsSpan(offset, count).ToArray();
        Answer(() =>
        {
            if (Fails())
            {
                events.Post(LinkEventKind.MqttGivenUp, session, packet);
                return;
            }

            if (!retain) Accept(frame, 0, frame.Length);

            // Stored, but the device does not always get to know.
            if (Healthy || _random.Next(10) != 0) events.Post(LinkEventKind.MqttAcknowledged, session, packet);
        });
        return packet;
    }

    public int Subscribe(string[] topics) => throw new InvalidOperationException("nothing is subscribed to");

    public void Disconnect()
    {
    }

    public void BeginPost(int session, byte[] body, int count, int frames, string timestamp, string signature)
    {
        var copy = body.AsSpan(0, count).ToArray();
        Answer(() =>
        {
            if (Fails())
            {
                int[] statuses = [0, 401, 429, 500, 503, 400, 202];
                var status = statuses[_random.Next(statuses.Length)];
                events.Post(LinkEventKind.HttpDone, session, status, status == 202 ? -1 : _random.Next(100));
                return;
            }

            for (var at = 0; at < copy.Length;)
            {
                var length = LittleEndian.ReadUInt16(copy, at);
                Accept(copy, at + 2, length);
                at += 2 + length;
            }

            events.Post(LinkEventKind.HttpDone, session, 202, 0);
        });
    }

    public void BeginGet(int session, string path, int from, int count, byte[] body, string timestamp, string signature) =>
        throw new InvalidOperationException("nothing is fetched");

    public void Log(string line)
    {
    }

    private bool Fails() => !Healthy && _random.Next(3) == 0;

    private void Answer(Action action)
    {
        if (!Healthy && _random.Next(8) == 0) return;

        Later(Healthy ? 200 : _random.Next(20) == 0 ? _random.Next(200000) : _random.Next(3000), action);
    }

    private void Later(long ms, Action action) => _due.Enqueue(action, Now + ms);

    private void Accept(byte[] buffer, int offset, int count)
    {
        var head = new FrameHead();
        if (!FrameHead.IsWhole(buffer, offset, count) || !head.TryRead(buffer, offset, count)) throw new InvalidOperationException("not a frame");

        Accepted.Add(head.FirstSequence);
    }
}

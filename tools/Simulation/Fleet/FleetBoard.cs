using DroneLink.Firmware.Uplink;
using DroneLink.Simulation.Fleet.Cloud;

namespace DroneLink.Simulation.Fleet;

/// <summary>The board of one device in one boot, and its network. All it promises is what <see cref="ILinkBoard"/> says.</summary>
internal sealed class FleetBoard(FleetClock clock, FleetDevice device, FleetCloud cloud, LinkEventQueue events, Random random) : ILinkBoard
{
    private readonly Surroundings _around = device.Surroundings;
    private Session? _session;
    private int _packet;
    private bool _isOff;

    /// <summary>The board has no power: nothing that was under way comes to anything for it.</summary>
    public void PowerOff()
    {
        _isOff = true;
        _session = null;
    }

    /// <summary>The session ends, as seen from the device, which learns of it.</summary>
    public void CloseSession()
    {
        if (_session is not { } session) return;
        _session = null;
        session.IsOpen = false;
        Post(LinkEventKind.MqttClosed, session.Number);
    }

    /// <summary>The network goes away and the device learns of it.</summary>
    public void LoseNetwork()
    {
        CloseSession();
        Post(LinkEventKind.NetworkDown, 0);
    }

    /// <summary>More events at once than there is room for.</summary>
    public void Flood()
    {
        for (var i = 0; i <= LinkEventQueue.Capacity; i++) Post(LinkEventKind.MqttAcknowledged, -1);
    }

    public void BeginJoin() => Later(Random(500, 3000), () => Post(_around.Down.IsBad ? LinkEventKind.NetworkDown : LinkEventKind.NetworkUp, 0));

    public void BeginTimeSync() => Later(Latency(), () =>
    {
        if (_around.Down.IsBad || _around.HalfOpen.IsBad) return;
        if (_around.NoTime.IsBad)
        {
            if (_around.NoTime.Chance.Next(2) == 0) Post(LinkEventKind.TimeFailed, 0);
            return;
        }

        var utcMs = clock.UtcMs + (_around.WrongTime.IsBad ? _around.TimeErrorMs : 0);
        device.ToldTime(utcMs);
        Post(LinkEventKind.TimeKnown, 0, utcMs, device.UptimeMs);
    });

    public void BeginConnect(int session, string willTopic, string will) => Later(Random(500, 4000), () =>
    {
        if (_around.HalfOpen.IsBad) return;
        if (_around.Down.IsBad || cloud.Broker.IsBad)
        {
            Post(LinkEventKind.MqttClosed, session);
            return;
        }

        // A new client, which counts from 1 again.
        _packet = 0;
        _session = new Session(session);
        Post(LinkEventKind.MqttConnected, session);
        if (_around.Kicked.IsBad) Later(_around.Kicked.Chance.Next(100, 20000), CloseSession);
    });

    public int Publish(string topic, byte[] payload, int offset, int count, bool retain)
    {
        if (_session is not { } session) return 0;
        if (_around.Lossy.IsBad && _around.Lossy.Chance.Next(20) == 0) return 0;
        var packet = NextPacket();
        var message = payload.AsSpan(offset, count).ToArray();
        Send(session, topic, message, packet);
        if (_around.Lossy.Strikes()) Send(session, topic, message, packet);
        return packet;
    }

    public int Subscribe(string[] topics)
    {
        if (_session is not { } session) return 0;
        var packet = NextPacket();
        Later(2 * Latency(), () =>
        {
            if (IsHeard(session)) Post(LinkEventKind.MqttSubscribed, session.Number, packet, 1);
        });
        return packet;
    }

    public void Disconnect()
    {
        if (_session is { } session) session.IsOpen = false;
        _session = null;
    }

    public void BeginPost(int session, byte[] body, int count, int frames, string timestamp, string signature)
    {
        var sent = body.AsSpan(0, count).ToArray();
        var http = _around.Http;
        var fault = http.Strikes() ? http.Chance.Next(6) : -1;
        Later(Latency(), () =>
        {
            if (_around.HalfOpen.IsBad) return;
            if (_around.Down.IsBad)
            {
                Post(LinkEventKind.HttpDone, session);
                return;
            }

            int[] refusals = [429, 503, 500];
            if (fault is >= 0 and < 3) Later(Latency(), () => Post(LinkEventKind.HttpDone, session, refusals[fault], fault == 2 ? 0 : http.Chance.Next(600)));
            else if (fault != 3) cloud.Watch(AnswerAsync(session, sent, frames, timestamp, signature, fault));
        });
    }

    public void BeginGet(int session, string path, int from, int count, byte[] body, string timestamp, string signature) =>
        throw new InvalidOperationException("nothing is fetched");

    public void Log(string line) => device.Say(line);

    private async Task AnswerAsync(int session, byte[] body, int frames, string timestamp, string signature, int fault)
    {
        var (status, answer, retryAfter) = await cloud.PostAsync(device.Id, body, timestamp, signature);
        if (fault == 4 || _around.HalfOpen.IsBad) return;
        Later(Latency(), () =>
        {
            // A proxy's answer in place of the cloud's, after the cloud did its work.
            if (fault == 5) Post(LinkEventKind.HttpDone, session, 502);
            else Post(LinkEventKind.HttpDone, session, status, status == 202 ? IngestAnswer.CountRejected(answer, frames) : retryAfter);
        });
    }

    private void Send(Session session, string topic, byte[] message, int packet)
    {
        var lossy = _around.Lossy;
        if (lossy.Strikes() && lossy.Chance.Next(3) == 0)
        {
            // The client tries for a while, and gives up.
            Later(4000, () => Post(LinkEventKind.MqttGivenUp, session.Number, packet));
            return;
        }

        Later(Latency() + (lossy.Strikes() ? lossy.Chance.Next(8000) : 0), () =>
        {
            if (IsHeard(session)) cloud.Watch(TakeAsync(session, topic, message, packet));
        });
    }

    private async Task TakeAsync(Session session, string topic, byte[] message, int packet)
    {
        if (topic.EndsWith("/frames", StringComparison.Ordinal) && !await cloud.TakeAsync(device.Id, message)) return;
        var lossy = _around.Lossy;
        if (lossy.Strikes() && lossy.Chance.Next(3) == 0) return;
        var times = lossy.Strikes() && lossy.Chance.Next(4) == 0 ? 2 : 1;
        for (var i = 0; i < times; i++)
        {
            Later(Latency() + (lossy.Strikes() ? lossy.Chance.Next(6000) : 0), () =>
            {
                // One may also come out of the board when its session is gone.
                if (IsHeard(session) || lossy.Strikes()) Post(LinkEventKind.MqttAcknowledged, session.Number, packet);
            });
        }
    }

    private bool IsHeard(Session session) => session.IsOpen && !_around.HalfOpen.IsBad && !_around.Down.IsBad && !cloud.Broker.IsBad;

    private int NextPacket() => _packet = (_packet % ushort.MaxValue) + 1;

    private int Latency() => Random(40, 400);

    private int Random(int from, int to) => random.Next(from, to);

    private void Later(long ms, Action action) => clock.After(ms, () =>
    {
        if (!_isOff) action();
    });

    private void Post(LinkEventKind kind, int session, long value = 0, long value2 = 0)
    {
        events.Post(kind, session, value, value2);
        device.Wake();
    }

    /// <summary>An MQTT session.</summary>
    private sealed class Session(int number)
    {
        public int Number => number;

        public bool IsOpen { get; set; } = true;
    }
}

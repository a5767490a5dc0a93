using System.Text;
using DroneLink.Firmware.Uplink;

namespace DroneLink.Host.Tests.Updates;

/// <summary>A network that can be cut, and a broker behind it that answers one step later.</summary>
internal sealed class VirtualBoard(
    LinkEventQueue events, IncomingMessages incoming, IVirtualCloud cloud, string deviceId, Func<long> utcMs, Func<long> uptimeMs, Action<string> log) : ILinkBoard
{
    private readonly Queue<Action> _answers = [];
    private readonly string _commandTopic = $"dl/v1/default/{deviceId}/command";
    private int _session;
    private int _packet;

    /// <summary>Whether there is a session.</summary>
    public bool IsConnected => _session != 0;

    /// <summary>Whether the broker can be reached.</summary>
    public bool IsInReach { get; set; } = true;

    /// <summary>Answers to requests for blocks in this boot.</summary>
    public int Blocks { get; private set; }

    /// <summary>Is called after each answer to a request for a block.</summary>
    public Action OnBlock { get; set; } = () => { };

    /// <summary>Ends the session as a lost connection does; what is under way is lost with it.</summary>
    public void Cut()
    {
        if (_session == 0) return;
        events.Post(LinkEventKind.MqttClosed, _session);
        _session = 0;
        _answers.Clear();
    }

    /// <summary>Hands the device a message that nobody asked for, if it is there to hear it.</summary>
    public void Deliver(string topic, byte[] message)
    {
        if (_session != 0) _answers.Enqueue(() => incoming.Post($"dl/v1/default/{deviceId}/{topic}", message));
    }

    /// <summary>Sends a command, in a session; without one it is lost.</summary>
    public void Command(byte[] message)
    {
        if (_session != 0) incoming.Post(_commandTopic, message);
    }

    public void Step()
    {
        for (var count = _answers.Count; count > 0 && _answers.Count > 0; count--) _answers.Dequeue()();
    }

    public void BeginJoin() => events.Post(LinkEventKind.NetworkUp, 0);

    public void BeginTimeSync() => events.Post(LinkEventKind.TimeKnown, 0, utcMs(), uptimeMs());

    public void BeginConnect(int session, string willTopic, string will)
    {
        if (!IsInReach)
        {
            events.Post(LinkEventKind.MqttClosed, session);
            return;
        }

        _session = session;
        events.Post(LinkEventKind.MqttConnected, session);
    }

    public int Publish(string topic, byte[] payload, int offset, int count, bool retain)
    {
        if (_session == 0) return 0;
        var packet = Next();
        var message = payload.AsSpan(offset, count).ToArray();
        _answers.Enqueue(() => Take(topic, message, packet));
        return packet;
    }

    public int Subscribe(string[] topics)
    {
        if (_session == 0) return 0;
        var packet = Next();
        _answers.Enqueue(() => events.Post(LinkEventKind.MqttSubscribed, _session, packet, 1));
        return packet;
    }

    public void Disconnect()
    {
        _session = 0;
        _answers.Clear();
    }

    public void BeginPost(int session, byte[] body, int count, int frames, string timestamp, string signature)
    {
        var answer = cloud.AnswerHttps(deviceId, "POST", "/v1/frames", null, body.AsSpan(0, count).ToArray(), timestamp, signature);
        events.Post(
            LinkEventKind.HttpDone, session, answer.Status, answer.Status == 202 ? IngestAnswer.CountRejected(Encoding.UTF8.GetString(answer.Body), frames) : 0);
    }

    public void BeginGet(int session, string path, int from, int count, byte[] body, string timestamp, string signature)
    {
        var answer = cloud.AnswerHttps(deviceId, "GET", path, count > 0 ? $"bytes={from}-{from + count - 1}" : null, [], timestamp, signature);
        var isTooLong = answer.Body.Length > body.Length;
        if (!isTooLong) answer.Body.CopyTo(body, 0);
        Blocks += count > 0 ? 1 : 0;
        events.Post(LinkEventKind.HttpDone, session, answer.Status, isTooLong ? 0 : answer.Body.Length);
    }

    public void Log(string line) => log(line);

    private int Next() => _packet = (_packet % ushort.MaxValue) + 1;

    private void Take(string topic, byte[] message, int packet)
    {
        if (topic.EndsWith("/frames", StringComparison.Ordinal) && !cloud.TakeFrame(deviceId, message)) return;
        if (topic.EndsWith("/command-result", StringComparison.Ordinal) && !cloud.TakeResult(deviceId, message)) return;
        if (topic.EndsWith("/status", StringComparison.Ordinal))
        {
            foreach (var command in cloud.OpenCommands(deviceId)) Command(command);
        }

        events.Post(LinkEventKind.MqttAcknowledged, _session, packet);
        if (topic.EndsWith("/ota-request", StringComparison.Ordinal) && cloud.AnswerOta(deviceId, message) is { } answer)
        {
            _answers.Enqueue(() =>
            {
                incoming.Post(topic.Replace("ota-request", "ota", StringComparison.Ordinal), answer);
                if (answer[0] != (byte)'B') return;
                Blocks++;
                OnBlock();
            });
        }
    }
}

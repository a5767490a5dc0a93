using DroneLink.Firmware.Uplink;

namespace DroneLink.Host.Replay;

/// <summary>
/// The board's side of a replayed device: a network that is always there, the log's own clock, and an ingest address that is the sink.
/// The uplink's signature is of the flight's day, so whoever posts to a real address signs anew.
/// </summary>
internal sealed class ReplayLinkBoard(LinkEventQueue events, IFrameSink sink, Func<long> utcMs, Func<long> uptimeMs) : ILinkBoard
{
    public int RejectedFrames { get; private set; }

    public void BeginJoin() => events.Post(LinkEventKind.NetworkUp, 0);

    public void BeginTimeSync() => events.Post(LinkEventKind.TimeKnown, 0, utcMs(), uptimeMs());

    public void BeginConnect(int session, string willTopic, string will) => throw new InvalidOperationException("a replay has no broker");

    public int Publish(string topic, byte[] payload, int offset, int count, bool retain) => 0;

    public int Subscribe(string[] topics) => 0;

    public void Disconnect()
    {
    }

    public void BeginPost(int session, byte[] body, int count, int frames, string timestamp, string signature)
    {
        var rejected = sink.Accept(body.AsSpan(0, count), frames);
        RejectedFrames += rejected;
        events.Post(LinkEventKind.HttpDone, session, 202, rejected);
    }

    public void BeginGet(int session, string path, int from, int count, byte[] body, string timestamp, string signature) =>
        throw new InvalidOperationException("nothing is fetched");

    public void Log(string line)
    {
    }
}

using DroneLink.Firmware.Uplink;

namespace DroneLink.Host.Tests.Peers;

/// <summary>A network that is never there.</summary>
internal sealed class LoneBoard(LinkEventQueue events) : ILinkBoard
{
    public void BeginJoin() => events.Post(LinkEventKind.NetworkDown, 0);

    public void BeginTimeSync() => events.Post(LinkEventKind.TimeFailed, 0);

    public void BeginConnect(int session, string willTopic, string will) => events.Post(LinkEventKind.MqttClosed, session);

    public int Publish(string topic, byte[] payload, int offset, int count, bool retain) => 0;

    public int Subscribe(string[] topics) => 0;

    public void Disconnect()
    {
    }

    public void BeginPost(int session, byte[] body, int count, int frames, string timestamp, string signature) =>
        throw new InvalidOperationException("there is no network");

    public void BeginGet(int session, string path, int from, int count, byte[] body, string timestamp, string signature) =>
        throw new InvalidOperationException("there is no network");

    public void Log(string line)
    {
    }
}

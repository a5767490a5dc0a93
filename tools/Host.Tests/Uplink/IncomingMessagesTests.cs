using DroneLink.Firmware.Tests.Uplink;
using DroneLink.Firmware.Uplink;
using Xunit;

namespace DroneLink.Host.Tests.Uplink;

/// <summary>What comes in over MQTT, and what finds no place.</summary>
public class IncomingMessagesTests
{
    private const string Command = "dl/v1/f1/d1/command";
    private const string Beacon = "dl/v1/f1/peers/d2";
    private IncomingMessages _incoming;

    [Fact]
    public void Messages_ComeOutInOrder_BeaconsLast()
    {
        Start();
        _incoming.Post(Beacon, new byte[] { 1 });
        _incoming.Post(Command, new byte[] { 2 });
        _incoming.Post("dl/v1/f1/d1/ota", new byte[] { 3 });
        Assert.True(_incoming.Take() == IncomingKind.Command, "first");
        Assert.Equal((byte)2, _incoming.Payload[0]);
        Assert.True(_incoming.Take() == IncomingKind.Ota, "second");
        Assert.Equal((byte)3, _incoming.Payload[0]);
        Assert.True(_incoming.Take() == IncomingKind.Beacon, "third");
        Assert.Equal((byte)1, _incoming.Payload[0]);
        Assert.True(_incoming.Take() == IncomingKind.None, "fourth");
        Assert.Null(_incoming.Payload);
    }

    [Fact]
    public void EveryMessage_IsTakenOnce_HoweverOftenThePlacesAreUsed()
    {
        Start();
        for (int i = 0; i < 3 * IncomingMessages.Capacity; i++)
        {
            _incoming.Post(Command, new byte[] { (byte)i });
            _incoming.Post(Command, new byte[] { (byte)(i + 100) });
            Assert.True(_incoming.Take() == IncomingKind.Command && _incoming.Topic == Command, "first");
            Assert.Equal((byte)i, _incoming.Payload[0]);
            Assert.True(_incoming.Take() == IncomingKind.Command, "second");
            Assert.Equal((byte)(i + 100), _incoming.Payload[0]);
            Assert.True(_incoming.Take() == IncomingKind.None, "a third");
        }

        Assert.False(_incoming.TakeOverflow(), "overflow");
    }

    [Fact]
    public void ForeignTopics_AreNotTaken()
    {
        Start();
        _incoming.Post("dl/v1/f1/d2/command", new byte[1]);
        _incoming.Post("dl/v1/f2/peers/d2", new byte[1]);
        _incoming.Post("dl/v1/f1/d1/frames", new byte[1]);
        _incoming.Post("dl/v1/f1/peers/d3/d2", new byte[1]);
        _incoming.Post(null, new byte[1]);
        _incoming.Post(Command, null);
        Assert.True(_incoming.Take() == IncomingKind.None, "taken");
    }

    [Fact]
    public void OneCommandTooMany_IsSaid_OneBeaconTooMany_IsCounted()
    {
        Start();
        for (int i = 0; i < IncomingMessages.Capacity; i++)
        {
            _incoming.Post(Command, new byte[1]);
        }

        for (int i = 0; i < IncomingMessages.BeaconCapacity + 3; i++)
        {
            _incoming.Post(Beacon, new byte[1]);
        }

        Assert.False(_incoming.TakeOverflow(), "overflow too early");
        Assert.Equal(3u, _incoming.DroppedBeacons);
        _incoming.Post(Command, new byte[1]);
        _incoming.Post(Command, new byte[1]);
        Assert.True(_incoming.TakeOverflow(), "no overflow");
        Assert.False(_incoming.TakeOverflow(), "said twice");
        for (int i = 0; i < IncomingMessages.Capacity; i++)
        {
            Assert.True(_incoming.Take() == IncomingKind.Command, "a command is gone");
        }

        _incoming.Post(Command, new byte[1]);
        Assert.True(_incoming.Take() == IncomingKind.Command, "no place again");
    }

    private void Start()
    {
        _incoming = new IncomingMessages(new MqttTopics("f1", "d1"));
    }
}

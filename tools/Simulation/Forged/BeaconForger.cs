using System.Text;
using DroneLink.CloudSdk.Wire;
using DroneLink.Firmware.Peers;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Uplink;
using DroneLink.Host.Board;
using DroneLink.Simulation.Hostile;
using RecordKind = DroneLink.CloudSdk.Wire.RecordKind;

namespace DroneLink.Simulation.Forged;

/// <summary>Sends beacons by radio and over MQTT that would make a drone see others where none are, or not where they are.</summary>
internal sealed class BeaconForger : Forger, IPeerRadio
{
    private static readonly uint Fleet = System.IO.Hashing.Crc32.HashToUInt32(Encoding.ASCII.GetBytes(Samples.Fleet));
    private static readonly MqttTopics Topics = new(Samples.Fleet, "falcon");
    private static readonly byte[] FleetKey = Samples.OtherKey;
    private static readonly long NowMs = Samples.Now.ToUnixTimeMilliseconds();

    private PeerTable _table = null!;
    private PeerReceiver _receiver = null!;
    private PeerKeys _keys = null!;
    private byte[]? _heard;
    private uint _sequence;

    /// <inheritdoc/>
    public override string Name => "beacons";

    /// <inheritdoc/>
    public override bool TakesGenuine()
    {
        Start();
        return Hear(Wrap(Frame(7, NowMs), 7, FleetKey)) && Hear(Wrap(Frame(8, NowMs), 8, FleetKey)) && Publish("peers/kite", Frame(9, NowMs));
    }

    /// <inheritdoc/>
    public override bool Takes(Random random, out string forgery)
    {
        Start();
        var genuine = Wrap(Frame(7, NowMs), 7, FleetKey);
        switch (random.Next(10))
        {
            case 0 or 1 or 2:
                forgery = "another datagram";
                return Hear(Change.Bytes(random, genuine));
            case 3:
                forgery = "another datagram, its CRC right";
                var changed = (byte[])genuine.Clone();
                changed[random.Next(changed.Length - 16)] ^= (byte)(1 << random.Next(8));
                Samples.Seal(changed.AsSpan(18, changed.Length - 34));
                return !changed.AsSpan().SequenceEqual(genuine) && Hear(changed);
            case 4:
                forgery = "by another key, with this one's id or its own";
                var key = random.Next(2) == 0 ? Samples.Key : new byte[32];
                return Hear(Wrap(Frame(7, NowMs), 7, key, random.Next(2) == 0 ? null : new PeerKeys(new MemorySegmentStore(), key).SigningId));
            case 5:
                forgery = "of another fleet, by this one's key";
                var foreign = Wrap(Frame(7, NowMs), 7, FleetKey, fleet: Fleet ^ (1u << random.Next(32)));
                return Hear(foreign);
            case 6:
                forgery = "old, or from the future, well signed";
                var off = (random.Next(2) == 0 ? 1 : -1) * (PeerReceiver.MaxAgeMs + 1L + random.Next(1_000_000));
                return random.Next(2) == 0 ? Hear(Wrap(Frame(7, NowMs + off), 7, FleetKey)) : Publish("peers/kite", Frame(7, NowMs + off));
            case 7:
                forgery = "again, or an earlier one, after a later one";
                if (!Hear(Wrap(Frame(7, NowMs), 7, FleetKey))) return true;
                var earlier = (uint)(7 - random.Next(3));
                return random.Next(2) == 0 ? Hear(Wrap(Frame(earlier, NowMs - 5), earlier, FleetKey)) : Publish("peers/kite", Frame(earlier, NowMs - 5));
            case 8:
                forgery = "with another counter outside than inside";
                return Hear(Wrap(Frame(7, NowMs), 7 + 1 + (uint)random.Next(1000), FleetKey));
            default:
                string[] topics = [$"peers/{Samples.OtherDevice}", $"peers/{Samples.OtherDevice}/kite", "peers/akite", "peers/", Change.Text(random, "peers/kite")];
                var topic = topics[random.Next(topics.Length)];
                forgery = $"published on '{topic}'";
                return Publish(topic, Frame(7, NowMs));
        }
    }

    /// <inheritdoc/>
    public bool TrySend(byte[] buffer, int count) => true;

    /// <inheritdoc/>
    public int TryReceive(byte[] buffer)
    {
        if (_heard is null) return 0;
        var count = Math.Min(_heard.Length, buffer.Length);
        _heard.AsSpan(0, count).CopyTo(buffer);
        _heard = null;
        return count;
    }

    private static byte[] Frame(uint sequence, long timeMs) =>
        FrameWriter.Write([Samples.Numeric((int)sequence, RecordKind.Position, timeMs, 475_000_000, 85_000_000, 43_210, 3_000, 1_250, -40, 27_000)]);

    private void Start()
    {
        _keys = new PeerKeys(new MemorySegmentStore(), FleetKey);
        _table = new PeerTable(5000);
        var clock = new DeviceClock();
        clock.TrySet(NowMs, 1000);
        _receiver = new PeerReceiver(_table, _keys, clock, "falcon"u8.ToArray(), Fleet);
        _sequence = 0;
    }

    private bool Hear(byte[] datagram)
    {
        _heard = datagram;
        var before = _receiver.Count(BeaconRefusal.None);
        _receiver.Receive(this, 1000 + _sequence++);
        return _receiver.Count(BeaconRefusal.None) > before;
    }

    private bool Publish(string topic, byte[] frame)
    {
        // As the uplink hands it on.
        var whole = $"dl/v1/{Samples.Fleet}/{topic}";
        if (Topics.KindOf(whole) != IncomingKind.Beacon) return false;
        var before = _receiver.Count(BeaconRefusal.None);
        _receiver.Take(whole, frame, 1000);
        _receiver.EndStep();
        return _receiver.Count(BeaconRefusal.None) > before;
    }

    private byte[] Wrap(byte[] frame, uint counter, byte[] key, uint? id = null, uint? fleet = null)
    {
        byte[] datagram =
        [
            BeaconDatagram.Magic, BeaconDatagram.Version, .. BitConverter.GetBytes(id ?? _keys.SigningId), .. BitConverter.GetBytes(fleet ?? Fleet),
            .. BitConverter.GetBytes(counter), .. BitConverter.GetBytes(0x00010203u), .. frame, .. new byte[BeaconDatagram.SignatureBytes],
        ];
        Samples.Sign(datagram.AsSpan(0, datagram.Length - BeaconDatagram.SignatureBytes), datagram.AsSpan(datagram.Length - BeaconDatagram.SignatureBytes), key);
        return datagram;
    }
}

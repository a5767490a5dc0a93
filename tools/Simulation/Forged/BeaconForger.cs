using DroneLink.CloudSdk.Wire;
using DroneLink.Firmware.Peers;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Uplink;
using DroneLink.Host.Board;
using DroneLink.Simulation.Hostile;
using RecordKind = DroneLink.CloudSdk.Wire.RecordKind;

namespace DroneLink.Simulation.Forged;

/// <summary>Sends beacons by radio and over MQTT that would make a drone see others where none are, or not where they are.</summary>
internal sealed class BeaconForger : Forger
{
    private static readonly MqttTopics Topics = new(Samples.Fleet, "falcon");
    private static readonly byte[] FleetKey = Samples.OtherKey;
    private static readonly long NowMs = Samples.Now.ToUnixTimeMilliseconds();

    private readonly BeaconAir _air = new();
    private PeerReceiver _receiver = null!;
    private uint _sequence;

    /// <inheritdoc/>
    public override string Name => "beacons";

    /// <inheritdoc/>
    public override bool TakesGenuine()
    {
        Start();
        return Hear(BeaconAir.Wrap(Frame(7, NowMs), 7, FleetKey)) && Hear(BeaconAir.Wrap(Frame(8, NowMs), 8, FleetKey)) && Publish("peers/kite", Frame(9, NowMs));
    }

    /// <inheritdoc/>
    public override bool Takes(Random random, out string forgery)
    {
        Start();
        var genuine = BeaconAir.Wrap(Frame(7, NowMs), 7, FleetKey);
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
                return Hear(BeaconAir.Wrap(Frame(7, NowMs), 7, key, BeaconAir.IdOf(random.Next(2) == 0 ? FleetKey : key)));
            case 5:
                forgery = "of another fleet, by this one's key";
                var foreign = BeaconAir.Wrap(Frame(7, NowMs), 7, FleetKey, fleet: BeaconAir.Fleet ^ (1u << random.Next(32)));
                return Hear(foreign);
            case 6:
                forgery = "old, or from the future, well signed";
                var off = (random.Next(2) == 0 ? 1 : -1) * (PeerReceiver.MaxAgeMs + 1L + random.Next(1_000_000));
                return random.Next(2) == 0 ? Hear(BeaconAir.Wrap(Frame(7, NowMs + off), 7, FleetKey)) : Publish("peers/kite", Frame(7, NowMs + off));
            case 7:
                forgery = "again, or an earlier one, after a later one";
                if (!Hear(BeaconAir.Wrap(Frame(7, NowMs), 7, FleetKey))) return true;
                var earlier = (uint)(7 - random.Next(3));
                return random.Next(2) == 0 ? Hear(BeaconAir.Wrap(Frame(earlier, NowMs - 5), earlier, FleetKey)) : Publish("peers/kite", Frame(earlier, NowMs - 5));
            case 8:
                forgery = "with another counter outside than inside";
                return Hear(BeaconAir.Wrap(Frame(7, NowMs), 7 + 1 + (uint)random.Next(1000), FleetKey));
            default:
                string[] topics = [$"peers/{Samples.OtherDevice}", $"peers/{Samples.OtherDevice}/kite", "peers/akite", "peers/", Change.Text(random, "peers/kite")];
                var topic = topics[random.Next(topics.Length)];
                forgery = $"published on '{topic}'";
                return Publish(topic, Frame(7, NowMs));
        }
    }

    private static byte[] Frame(uint sequence, long timeMs) =>
        FrameWriter.Write([Samples.Numeric((int)sequence, RecordKind.Position, timeMs, 475_000_000, 85_000_000, 43_210, 3_000, 1_250, -40, 27_000)]);

    private void Start()
    {
        var clock = new DeviceClock();
        clock.TrySet(NowMs, 1000);
        _receiver = new PeerReceiver(new PeerTable(5000), new PeerKeys(new MemorySegmentStore(), FleetKey), clock, "falcon"u8.ToArray(), BeaconAir.Fleet);
        _sequence = 0;
    }

    private bool Hear(byte[] datagram)
    {
        _air.Put(datagram);
        var before = _receiver.Count(BeaconRefusal.None);
        _receiver.Receive(_air, 1000 + _sequence++);
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
}

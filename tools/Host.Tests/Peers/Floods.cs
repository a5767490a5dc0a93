using System.Text;
using DroneLink.Firmware.Peers;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Tests.Storage;

namespace DroneLink.Host.Tests.Peers;

/// <summary>Makes beacons without end, of any sender, at once.</summary>
internal static class Floods
{
    private const uint BootId = 0x00010001;

    /// <summary>Every way to be a nuisance.</summary>
    public static readonly string[] Kinds = ["one sender", "many senders", "forged in a neighbour's name", "forged in new names", "noise", "everything"];

    /// <summary>Makes the datagrams of one flood.</summary>
    public static byte[][] Make(string kind, int count, int seed)
    {
        var random = new Random(seed);
        var keys = new PeerKeys(new RamStore(), PeerBench.Key(1));
        var datagrams = new byte[count][];
        for (var i = 0; i < datagrams.Length; i++)
        {
            var sort = kind == "everything" ? Kinds[random.Next(Kinds.Length - 1)] : kind;
            datagrams[i] = sort switch
            {
                "one sender" => Beacon(keys, "loud", (uint)i + 1),
                "many senders" => Beacon(keys, $"m{i % 100}", (uint)i + 1),
                "forged in a neighbour's name" => Spoil(Beacon(keys, "near", (uint)i + 1000000), random),
                "forged in new names" => Spoil(Beacon(keys, $"x{i}", 1), random),
                "noise" => Noise(random),
                _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such flood"),
            };
        }

        return datagrams;
    }

    /// <summary>A beacon of the fleet, from somewhere two kilometres to the south that does not move.</summary>
    public static byte[] Beacon(PeerKeys keys, string id, uint sequence)
    {
        var builder = new FrameBuilder(Encoding.UTF8.GetBytes(id), BootId);
        var record = new TelemetryRecord();
        record.Start(RecordKind.Position);
        record.Set(PositionField.Latitude, PeerDrone.LatitudeE7 - 180000);
        record.Set(PositionField.Longitude, PeerDrone.LongitudeE7);
        record.Set(PositionField.GroundSpeed, 0);
        record.Set(PositionField.Heading, 0);
        builder.Start(sequence);
        builder.TryAdd(record, sequence);
        builder.Seal(false, sequence);
        var datagram = new byte[BeaconDatagram.FrameOffset + builder.SealedLength + BeaconDatagram.SignatureBytes];
        datagram[0] = BeaconDatagram.Magic;
        datagram[1] = BeaconDatagram.Version;
        LittleEndian.WriteUInt32(datagram, BeaconDatagram.KeyIdOffset, keys.SigningId);
        LittleEndian.WriteUInt32(datagram, BeaconDatagram.FleetOffset, PeerBench.HashOf("f"));
        LittleEndian.WriteUInt32(datagram, BeaconDatagram.CounterOffset, sequence);
        LittleEndian.WriteUInt32(datagram, BeaconDatagram.CounterOffset + 4, BootId);
        Array.Copy(builder.Buffer, builder.SealedOffset, datagram, BeaconDatagram.FrameOffset, builder.SealedLength);
        keys.Sign(datagram, datagram.Length - BeaconDatagram.SignatureBytes);
        return datagram;
    }

    /// <summary>The frame in a datagram: what goes over MQTT.</summary>
    public static byte[] FrameOf(byte[] datagram) => datagram[BeaconDatagram.FrameOffset..^BeaconDatagram.SignatureBytes];

    /// <summary>The id in its frame.</summary>
    public static string SenderOf(byte[] datagram) => Encoding.UTF8.GetString(datagram, BeaconDatagram.FrameOffset + 4, datagram[BeaconDatagram.FrameOffset + 3]);

    private static byte[] Spoil(byte[] datagram, Random random)
    {
        datagram[^(1 + random.Next(BeaconDatagram.SignatureBytes))] ^= (byte)(1 << random.Next(8));
        return datagram;
    }

    private static byte[] Noise(Random random)
    {
        var datagram = new byte[1 + random.Next(BeaconDatagram.MaxBytes)];
        random.NextBytes(datagram);
        if (random.Next(2) == 0) datagram[0] = BeaconDatagram.Magic;
        return datagram;
    }
}

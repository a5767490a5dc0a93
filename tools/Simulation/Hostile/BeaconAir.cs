using System.Text;
using DroneLink.Firmware.Peers;
using DroneLink.Host.Board;

namespace DroneLink.Simulation.Hostile;

/// <summary>The air between drones of a fleet, with one datagram in it at the most, and how a drone wraps a beacon into one.</summary>
internal sealed class BeaconAir : IPeerRadio
{
    /// <summary>The fleet as datagrams name it.</summary>
    public static readonly uint Fleet = System.IO.Hashing.Crc32.HashToUInt32(Encoding.ASCII.GetBytes(Samples.Fleet));

    private byte[]? _datagram;

    /// <summary>Wraps a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="counter">Its number.</param>
    /// <param name="key">The key that signs it.</param>
    /// <param name="id">The key's id in it; null for its own.</param>
    /// <param name="fleet">The fleet in it.</param>
    public static byte[] Wrap(byte[] frame, uint counter, byte[] key, uint? id = null, uint? fleet = null)
    {
        byte[] datagram =
        [
            BeaconDatagram.Magic, BeaconDatagram.Version, .. BitConverter.GetBytes(id ?? IdOf(key)), .. BitConverter.GetBytes(fleet ?? Fleet),
            .. BitConverter.GetBytes(counter), .. BitConverter.GetBytes(0x00010203u), .. frame, .. new byte[BeaconDatagram.SignatureBytes],
        ];
        Samples.Sign(datagram.AsSpan(..^BeaconDatagram.SignatureBytes), datagram.AsSpan(^BeaconDatagram.SignatureBytes..), key);
        return datagram;
    }

    /// <summary>Returns the id that a key has in datagrams.</summary>
    public static uint IdOf(byte[] key) => new PeerKeys(new MemorySegmentStore(), key).SigningId;

    /// <summary>Puts a datagram into it.</summary>
    public void Put(byte[] datagram) => _datagram = datagram;

    /// <inheritdoc/>
    public bool TrySend(byte[] buffer, int count) => true;

    /// <inheritdoc/>
    public int TryReceive(byte[] buffer)
    {
        if (_datagram is null) return 0;
        var count = Math.Min(_datagram.Length, buffer.Length);
        _datagram.AsSpan(0, count).CopyTo(buffer);
        _datagram = null;
        return count;
    }
}

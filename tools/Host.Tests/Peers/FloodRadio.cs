using DroneLink.Firmware.Peers;

namespace DroneLink.Host.Tests.Peers;

/// <summary>A radio that is fed a flood, and neighbours somewhere in it. Allocates nothing when it is asked.</summary>
internal sealed class FloodRadio(byte[][] flood, int seed) : IPeerRadio
{
    private readonly Random _random = new(seed);
    private readonly List<byte[]> _waiting = new(64);
    private int _flooded;
    private int _next;

    /// <summary>Datagrams of the flood that were taken.</summary>
    public int Taken => _flooded;

    /// <summary>Puts in what comes until the next step.</summary>
    public void Feed(int count, byte[][] neighbours)
    {
        _waiting.RemoveRange(0, _next);
        _next = 0;
        _waiting.AddRange(flood.AsSpan(_flooded, count));
        _flooded += count;
        foreach (var neighbour in neighbours) _waiting.Insert(_random.Next(_waiting.Count + 1), neighbour);
    }

    public bool TrySend(byte[] buffer, int count) => true;

    public int TryReceive(byte[] buffer)
    {
        if (_next == _waiting.Count) return 0;
        var datagram = _waiting[_next++];
        datagram.CopyTo(buffer, 0);
        return datagram.Length;
    }
}

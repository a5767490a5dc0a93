using DroneLink.Firmware.Peers;

namespace DroneLink.Host.Tests.Peers;

/// <summary>What some radios share: each hears the others, but for those datagrams that are lost on the way to it.</summary>
internal sealed class SharedAir(int seed, int lossPercent)
{
    private readonly Random _random = new(seed);
    private readonly List<Antenna> _antennas = [];

    /// <summary>Datagrams that somebody did not hear.</summary>
    public int Lost { get; private set; }

    public IPeerRadio Join()
    {
        var antenna = new Antenna(this);
        _antennas.Add(antenna);
        return antenna;
    }

    private void Send(Antenna sender, byte[] datagram)
    {
        foreach (var antenna in _antennas.Where(other => other != sender))
        {
            if (_random.Next(100) < lossPercent)
            {
                Lost++;
            }
            else
            {
                antenna.Waiting.Enqueue(datagram);
            }
        }
    }

    private sealed class Antenna(SharedAir air) : IPeerRadio
    {
        public Queue<byte[]> Waiting { get; } = [];

        public bool TrySend(byte[] buffer, int count)
        {
            air.Send(this, buffer[..count]);
            return true;
        }

        public int TryReceive(byte[] buffer)
        {
            if (!Waiting.TryDequeue(out var datagram)) return 0;
            datagram.CopyTo(buffer, 0);
            return datagram.Length;
        }
    }
}

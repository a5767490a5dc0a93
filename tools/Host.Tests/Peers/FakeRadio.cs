using System;
using DroneLink.Firmware.Peers;
using Xunit;

namespace DroneLink.Host.Tests.Peers;

/// <summary>A radio that keeps what is sent, and gives what it is fed.</summary>
public sealed class FakeRadio : IPeerRadio
{
    private readonly byte[][] _waiting = new byte[256][];
    private int _first;
    private int _count;

    /// <summary>The datagram sent last; null for none.</summary>
    public byte[] Last { get; private set; }

    /// <summary>Datagrams sent.</summary>
    public int Sent { get; private set; }

    /// <summary>Whether it can send nothing.</summary>
    public bool IsDown { get; set; }

    /// <summary>Datagrams that wait.</summary>
    public int Waiting => _count;

    /// <summary>Puts a datagram in; it is borrowed until it is taken.</summary>
    public void Feed(byte[] datagram)
    {
        _waiting[(_first + _count) % _waiting.Length] = datagram;
        _count++;
    }

    /// <inheritdoc/>
    public bool TrySend(byte[] buffer, int count)
    {
        if (IsDown)
        {
            return false;
        }

        Last = new byte[count];
        Array.Copy(buffer, 0, Last, 0, count);
        Sent++;
        return true;
    }

    /// <inheritdoc/>
    public int TryReceive(byte[] buffer)
    {
        if (_count == 0)
        {
            return 0;
        }

        byte[] datagram = _waiting[_first];
        _first = (_first + 1) % _waiting.Length;
        _count--;
        int count = datagram.Length < buffer.Length ? datagram.Length : buffer.Length;
        Array.Copy(datagram, 0, buffer, 0, count);
        return count;
    }
}

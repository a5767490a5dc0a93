using System.IO.Ports;

namespace DroneLink.Host.Models;

/// <summary>A part's end of a serial wire at its real pace: bytes leave one after the other in virtual time. Allocates nothing in steady use.</summary>
internal sealed class PacedWire(SerialWire wire, double byteMs)
{
    private const int Capacity = 1024;

    private readonly byte[] _bytes = new byte[Capacity];
    private readonly double[] _due = new double[Capacity];
    private int _start;
    private int _count;

    /// <summary>The wire.</summary>
    public SerialWire Wire { get; } = wire;

    /// <summary>ms that a byte takes.</summary>
    public double ByteMs { get; } = byteMs;

    /// <summary>Sends bytes from a time on, or when what was sent before is out; each arrives when it is whole.</summary>
    public void Send(ReadOnlySpan<byte> bytes, double fromMs)
    {
        var dueMs = _count > 0 ? Math.Max(fromMs, _due[(_start + _count - 1) % Capacity]) : fromMs;
        foreach (var value in bytes)
        {
            if (_count == Capacity)
            {
                return;
            }

            dueMs += ByteMs;
            var at = (_start + _count++) % Capacity;
            _bytes[at] = value;
            _due[at] = dueMs;
        }
    }

    /// <summary>Delivers what is out by now.</summary>
    public void Step(double nowMs)
    {
        while (_count > 0 && _due[_start] <= nowMs)
        {
            Wire.Send(_bytes.AsSpan(_start, 1));
            _start = (_start + 1) % Capacity;
            _count--;
        }
    }
}

using System.Collections.Concurrent;
using System.Threading;

namespace System.IO.Ports;

/// <summary>
/// The host's end of a <see cref="SerialPort"/>: what is sent here is received there, and the other way round. A process may have many
/// devices, so each takes a port name of its own. Thread safe.
/// </summary>
public sealed class SerialWire : IDisposable
{
    /// <summary>Bytes of the device that are kept until they are read here; the newest are lost.</summary>
    public const int MaxSentBytes = 65536;

    private static readonly ConcurrentDictionary<string, SerialWire> Wires = new();

    private readonly Lock _lock = new();
    private readonly byte[] _sent = new byte[MaxSentBytes];
    private int _sentCount;
    private SerialPort _port;

    private SerialWire(string portName) => PortName = portName;

    /// <summary>The name of the port at the other end.</summary>
    public string PortName { get; }

    /// <summary>Bytes sent to the device that it lost, for its port was closed or its buffer full.</summary>
    public long LostBytes { get; private set; }

    /// <summary>The device's speed, bits per second; 0 while its port is closed.</summary>
    public int BaudRate
    {
        get
        {
            lock (_lock)
            {
                return _port?.BaudRate ?? 0;
            }
        }
    }

    /// <summary>Attaches a wire under a port's name.</summary>
    /// <exception cref="InvalidOperationException">The name is taken.</exception>
    public static SerialWire Attach(string portName)
    {
        var wire = new SerialWire(portName);
        return Wires.TryAdd(portName, wire) ? wire : throw new InvalidOperationException($"{portName} is taken");
    }

    /// <summary>Sends bytes to the device.</summary>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            LostBytes += _port?.Receive(bytes) ?? bytes.Length;
        }
    }

    /// <summary>Takes what the device has sent.</summary>
    public byte[] TakeReceived()
    {
        lock (_lock)
        {
            var bytes = _sent.AsSpan(0, _sentCount).ToArray();
            _sentCount = 0;
            return bytes;
        }
    }

    /// <summary>Takes what the device has sent, as far as it fits; the rest stays.</summary>
    /// <returns>How many bytes.</returns>
    public int TakeReceived(Span<byte> into)
    {
        lock (_lock)
        {
            var taken = Math.Min(into.Length, _sentCount);
            _sent.AsSpan(0, taken).CopyTo(into);
            _sent.AsSpan(taken, _sentCount - taken).CopyTo(_sent);
            _sentCount -= taken;
            return taken;
        }
    }

    /// <summary>Frees the name. A port that is open stays so and receives nothing more.</summary>
    public void Dispose()
    {
        if (Find(PortName) == this)
        {
            Wires.TryRemove(PortName, out _);
        }
    }

    internal static SerialWire Find(string portName) => Wires.TryGetValue(portName, out var wire) ? wire : null;

    internal bool TryConnect(SerialPort port)
    {
        lock (_lock)
        {
            _port ??= port;
            return _port == port;
        }
    }

    internal void Disconnect(SerialPort port)
    {
        lock (_lock)
        {
            if (_port == port)
            {
                _port = null;
            }
        }
    }

    internal void TakeSent(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            var taken = Math.Min(bytes.Length, MaxSentBytes - _sentCount);
            bytes[..taken].CopyTo(_sent.AsSpan(_sentCount));
            _sentCount += taken;
        }
    }
}

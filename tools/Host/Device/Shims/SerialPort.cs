using System.Threading;

namespace System.IO.Ports;

/// <summary>
/// nanoFramework's serial port, as far as the firmware uses it, with a <see cref="SerialWire"/> in place of the UART. As on the board a
/// port has a bounded receive buffer that loses what does not fit, and nothing is received while it is closed.
/// </summary>
public sealed class SerialPort : IDisposable
{
    private readonly Lock _lock = new();
    private SerialWire _wire;
    private byte[] _received = [];
    private int _start;
    private int _count;
    private int _readBufferSize = 256;

    /// <summary>Creates a closed port.</summary>
    /// <param name="portName">The name that a <see cref="SerialWire"/> is attached under by the time it is opened.</param>
    /// <param name="baudRate">Bits per second; bytes take no time on the host.</param>
    /// <param name="parity">Parity bit.</param>
    /// <param name="dataBits">Data bits.</param>
    /// <param name="stopBits">Stop bits.</param>
    public SerialPort(string portName, int baudRate = 9600, Parity parity = Parity.None, int dataBits = 8, StopBits stopBits = StopBits.One)
    {
        PortName = portName ?? throw new ArgumentNullException(nameof(portName));
        BaudRate = baudRate;
        Parity = parity;
        DataBits = dataBits;
        StopBits = stopBits;
    }

    /// <summary>The name.</summary>
    public string PortName { get; }

    /// <summary>Bits per second.</summary>
    public int BaudRate { get; set; }

    /// <summary>Parity bit.</summary>
    public Parity Parity { get; set; }

    /// <summary>Data bits.</summary>
    public int DataBits { get; set; }

    /// <summary>Stop bits.</summary>
    public StopBits StopBits { get; set; }

    /// <summary>Whether it is open.</summary>
    public bool IsOpen => _wire is not null;

    /// <summary>Bytes that can wait to be read. An open port keeps its size.</summary>
    public int ReadBufferSize
    {
        get => _readBufferSize;
        set => _readBufferSize = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    /// <summary>Bytes that wait to be read.</summary>
    public int BytesToRead
    {
        get
        {
            lock (_lock)
            {
                ThrowIfClosed();
                return _count;
            }
        }
    }

    /// <summary>Opens the port.</summary>
    /// <exception cref="InvalidOperationException">It is open.</exception>
    /// <exception cref="IOException">No wire has its name, or one that another port holds.</exception>
    public void Open()
    {
        if (IsOpen)
        {
            throw new InvalidOperationException($"{PortName} is open");
        }

        _received = new byte[_readBufferSize];
        _start = 0;
        _count = 0;
        var wire = SerialWire.Find(PortName) ?? throw new IOException($"{PortName}: no wire of that name");
        _wire = wire;
        if (!wire.TryConnect(this))
        {
            _wire = null;
            throw new IOException($"{PortName}: another port has it open");
        }
    }

    /// <summary>Closes the port; what waits to be read is gone.</summary>
    public void Close()
    {
        _wire?.Disconnect(this);
        lock (_lock)
        {
            _wire = null;
            _count = 0;
        }
    }

    /// <summary>Closes the port.</summary>
    public void Dispose() => Close();

    /// <summary>Reads up to <paramref name="count"/> of the bytes that wait.</summary>
    /// <returns>How many it read.</returns>
    public int Read(byte[] buffer, int offset, int count)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        lock (_lock)
        {
            ThrowIfClosed();
            count = Math.Min(count, _count);
            var first = Math.Min(count, _received.Length - _start);
            Array.Copy(_received, _start, buffer, offset, first);
            Array.Copy(_received, 0, buffer, offset + first, count - first);
            _start = (_start + count) % _received.Length;
            _count -= count;
            return count;
        }
    }

    /// <summary>Sends bytes over the wire.</summary>
    public void Write(byte[] buffer, int offset, int count)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        var wire = _wire;
        ThrowIfClosed();
        wire.TakeSent(buffer.AsSpan(offset, count));
    }

    // Returns the bytes that found no room: the newest, as a UART loses them.
    internal int Receive(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            var taken = Math.Min(bytes.Length, _received.Length - _count);
            var at = (_start + _count) % _received.Length;
            var first = Math.Min(taken, _received.Length - at);
            bytes[..first].CopyTo(_received.AsSpan(at));
            bytes[first..taken].CopyTo(_received);
            _count += taken;
            return bytes.Length - taken;
        }
    }

    private void ThrowIfClosed()
    {
        if (_wire is null)
        {
            throw new InvalidOperationException($"{PortName} is closed");
        }
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace DroneLink.Load.Network;

/// <summary>
/// A TCP proxy on loopback whose wire can be cut by hand, so that every connection breaks and new ones are refused until it is mended; and
/// which meets one fault by itself, at a given byte.
/// </summary>
internal sealed class ToxicProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Lock _lock = new();
    private readonly List<ProxiedConnection> _open = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Fault? _fault;
    private readonly long[] _passed = new long[2];
    private readonly Task _accepting;
    private bool _isCut;
    private long _downUntil;

    /// <summary>Starts it.</summary>
    /// <param name="target">The port on loopback that new connections are forwarded to.</param>
    /// <param name="fault">The fault that it meets; null for none.</param>
    public ToxicProxy(int target, Fault? fault = null)
    {
        Target = target;
        _fault = fault;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The port on loopback that new connections are forwarded to.</summary>
    public int Target { get; set; }

    /// <summary>The port to connect to.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>When the fault struck (<see cref="Stopwatch.GetTimestamp"/>); 0 while it has not.</summary>
    public long StruckAt { get; private set; }

    /// <summary>When new connections were good again (<see cref="Stopwatch.GetTimestamp"/>); 0 while no fault struck.</summary>
    public long HealedAt { get; private set; }

    /// <summary>Bytes that came to it on a way, over all connections.</summary>
    public long Passed(Direction direction)
    {
        lock (_lock) return _passed[(int)direction];
    }

    /// <summary>Breaks every connection and refuses new ones.</summary>
    public void Cut()
    {
        lock (_lock) _isCut = true;
        CloseAll(isAbort: true);
    }

    /// <summary>Lets new connections through again.</summary>
    public void Mend()
    {
        lock (_lock) _isCut = false;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Stop();
        Cut();
        await _accepting.ConfigureAwait(false);
        _stop.Dispose();
    }

    /// <summary>Counts bytes that came, and says how many of them go before the fault; null when it does not strike here.</summary>
    internal int? Count(Direction direction, int count, out Fault? fault)
    {
        fault = _fault;
        lock (_lock)
        {
            var before = _passed[(int)direction];
            _passed[(int)direction] += count;
            if (_fault is null || StruckAt != 0 || _fault.Direction != direction || before + count <= _fault.At) return null;
            StruckAt = Stopwatch.GetTimestamp();
            var isLasting = _fault.Toxic is Toxic.Latency or Toxic.Down or Toxic.Bandwidth or Toxic.SlowClose or Toxic.Slicer;
            HealedAt = isLasting ? StruckAt + (long)(_fault.Lasts.TotalSeconds * Stopwatch.Frequency) : StruckAt;
            if (_fault.Toxic == Toxic.Down) _downUntil = HealedAt;
            return (int)(_fault.At - before);
        }
    }

    /// <summary>Closes every connection.</summary>
    internal void CloseAll(bool isAbort)
    {
        List<ProxiedConnection> open;
        lock (_lock) open = [.. _open];
        foreach (var connection in open) connection.Close(isAbort);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var near = await _listener.AcceptSocketAsync(_stop.Token).ConfigureAwait(false);
                _ = ForwardAsync(near);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The proxy was disposed.
        }
    }

    private async Task ForwardAsync(Socket near)
    {
        using var connection = new ProxiedConnection(this, near);
        lock (_lock)
        {
            if (_isCut || Stopwatch.GetTimestamp() < _downUntil) return;
            _open.Add(connection);
        }

        try
        {
            await connection.RunAsync(Target, _stop.Token).ConfigureAwait(false);
        }
        finally
        {
            lock (_lock) _open.Remove(connection);
        }
    }
}

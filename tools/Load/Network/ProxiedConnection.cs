using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace DroneLink.Load.Network;

/// <summary>One connection through a proxy. Owns its sockets.</summary>
internal sealed class ProxiedConnection(ToxicProxy proxy, Socket near) : IDisposable
{
    private const int BufferBytes = 4096;
    private const int SliceBytes = 3;
    private static readonly TimeSpan SliceGap = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan TrickleGap = TimeSpan.FromMilliseconds(5);

    private readonly Socket _far = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _closed = new();
    private volatile bool _isHalfOpen;

    /// <summary>Carries bytes both ways until an end closes or the connection is closed.</summary>
    public async Task RunAsync(int target, CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop, _closed.Token);
        try
        {
            near.NoDelay = true;
            _far.NoDelay = true;
            await _far.ConnectAsync(IPAddress.Loopback, target, ended.Token).ConfigureAwait(false);
            var up = PumpAsync(near, _far, Direction.Up, ended.Token);
            var down = PumpAsync(_far, near, Direction.Down, ended.Token);
            await Task.WhenAny(up, down).ConfigureAwait(false);
            await ended.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(up, down).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // One of the ends went away, or the wire was cut.
        }
    }

    /// <summary>Ends it, in order or by a reset.</summary>
    public void Close(bool isAbort)
    {
        try
        {
            foreach (var socket in (Socket[])[near, _far])
            {
                if (isAbort) socket.LingerState = new LingerOption(true, 0);
                else if (socket.Connected) socket.Shutdown(SocketShutdown.Both);
                socket.Dispose();
            }

            _closed.Cancel();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has ended already.
        }
    }

    public void Dispose()
    {
        near.Dispose();
        _far.Dispose();
        _closed.Dispose();
    }

    private static async Task SendAsync(Socket to, ReadOnlyMemory<byte> bytes, CancellationToken ended)
    {
        while (!bytes.IsEmpty) bytes = bytes[await to.SendAsync(bytes, ended).ConfigureAwait(false)..];
    }

    /// <summary>Receives some bytes; 0 at the end. Of a connection that is half open the other end is not told that this one has gone.</summary>
    private async Task<int> ReceiveAsync(Socket from, Memory<byte> buffer, CancellationToken ended)
    {
        var count = 0;
        try
        {
            count = await from.ReceiveAsync(buffer, ended).ConfigureAwait(false);
        }
        catch (SocketException) when (_isHalfOpen)
        {
            // Reset: gone too.
        }

        if (count == 0 && _isHalfOpen) await Task.Delay(Timeout.Infinite, ended).ConfigureAwait(false);
        return count;
    }

    private async Task PumpAsync(Socket from, Socket to, Direction direction, CancellationToken ended)
    {
        var buffer = new byte[BufferBytes];
        Fault? slow = null;
        while (true)
        {
            var count = await ReceiveAsync(from, buffer, ended).ConfigureAwait(false);
            if (count == 0) return;
            var rest = buffer.AsMemory(0, count);
            if (proxy.Count(direction, count, out var fault) is { } before)
            {
                await SendAsync(to, rest[..before], ended).ConfigureAwait(false);
                rest = rest[before..];
                if (!await StrikeAsync(fault!, from, to, ended).ConfigureAwait(false)) return;
                if (fault!.Toxic is Toxic.Bandwidth or Toxic.Slicer) slow = fault;
            }

            if (slow is not null) await SendSlowlyAsync(slow.Toxic, to, rest, ended).ConfigureAwait(false);
            else await SendAsync(to, rest, ended).ConfigureAwait(false);
        }
    }

    /// <summary>Does what the fault does at its byte; false when no more bytes pass.</summary>
    private async Task<bool> StrikeAsync(Fault fault, Socket from, Socket to, CancellationToken ended)
    {
        switch (fault.Toxic)
        {
            case Toxic.Latency:
                await Task.Delay(fault.Lasts, ended).ConfigureAwait(false);
                return true;
            case Toxic.Bandwidth or Toxic.Slicer:
                return true;
            case Toxic.Down:
                proxy.CloseAll(isAbort: false);
                return false;
            case Toxic.SlowClose:
                _isHalfOpen = true;
                to.Shutdown(SocketShutdown.Both);
                await Task.Delay(fault.Lasts, ended).ConfigureAwait(false);
                return false;
            case Toxic.Timeout:
                _isHalfOpen = true;
                await SwallowAsync(from, ended).ConfigureAwait(false);
                return false;
            default:
                Close(isAbort: fault.Toxic == Toxic.ResetPeer);
                return false;
        }
    }

    private async Task SwallowAsync(Socket from, CancellationToken ended)
    {
        var buffer = new byte[BufferBytes];
        while (await ReceiveAsync(from, buffer, ended).ConfigureAwait(false) > 0)
        {
            // Nobody ever sees it.
        }
    }

    private async Task SendSlowlyAsync(Toxic toxic, Socket to, ReadOnlyMemory<byte> bytes, CancellationToken ended)
    {
        var size = toxic == Toxic.Slicer ? SliceBytes : 1;
        var gap = toxic == Toxic.Slicer ? SliceGap : TrickleGap;
        while (!bytes.IsEmpty && Stopwatch.GetTimestamp() < proxy.HealedAt)
        {
            var slice = bytes[..Math.Min(size, bytes.Length)];
            await SendAsync(to, slice, ended).ConfigureAwait(false);
            bytes = bytes[slice.Length..];
            await Task.Delay(gap, ended).ConfigureAwait(false);
        }

        await SendAsync(to, bytes, ended).ConfigureAwait(false);
    }
}

using System.Net;
using System.Net.Sockets;
using DroneLink.Firmware.Peers;

namespace DroneLink.Host.Board;

/// <summary>
/// A twin's datagrams: UDP multicast that stays within the network segment. Several twins of one machine hear each other, and themselves. Sending and receiving
/// allocate nothing and do not wait. Not thread safe.
/// </summary>
public sealed class UdpPeerRadio : IPeerRadio, IDisposable
{
    // Empty datagrams, and errors that others cause, are passed over; a flood of them must not hold the loop.
    private const int MaxPassedOver = 64;

    private readonly Socket _socket;
    private readonly SocketAddress _group;

    /// <summary>Opens the socket and joins the group.</summary>
    /// <param name="group">The multicast group.</param>
    /// <param name="port">UDP port of all.</param>
    /// <param name="local">Address of the network interface to use; null for the one that the machine takes by itself.</param>
    /// <exception cref="SocketException">The machine has no multicast there, or the port is somebody's alone.</exception>
    public UdpPeerRadio(IPAddress group, int port, IPAddress? local = null)
    {
        ArgumentNullException.ThrowIfNull(group);
        _group = new IPEndPoint(group, port).Serialize();
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        try
        {
            _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            _socket.Bind(new IPEndPoint(IPAddress.Any, port));
            _socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive, 1);
            _socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastLoopback, true);
            _socket.SetSocketOption(
                SocketOptionLevel.IP, SocketOptionName.AddMembership, local is null ? new MulticastOption(group) : new MulticastOption(group, local));
            if (local is not null) _socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastInterface, local.GetAddressBytes());
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    /// <summary>Opens one as a device's configuration says; on this machine alone where there is no network.</summary>
    /// <param name="options">What the device is told.</param>
    /// <param name="log">Takes why there is none.</param>
    /// <returns>It; null when it is not wanted, or the machine has no multicast.</returns>
    public static UdpPeerRadio? TryOpen(PeerOptions? options, Action<string> log)
    {
        ArgumentNullException.ThrowIfNull(log);
        if (options is not { UseUdp: true }) return null;
        var group = IPAddress.Parse(options.Group);
        foreach (var local in new[] { null, IPAddress.Loopback })
        {
            try
            {
                return new UdpPeerRadio(group, options.Port, local);
            }
            catch (SocketException e)
            {
                log($"peers: no multicast on {local?.ToString() ?? "the network"}: {e.Message}");
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public bool TrySend(byte[] buffer, int count)
    {
        try
        {
            return _socket.SendTo(buffer.AsSpan(0, count), SocketFlags.None, _group) == count;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public int TryReceive(byte[] buffer)
    {
        for (var i = 0; i < MaxPassedOver; i++)
        {
            var count = _socket.Receive(buffer.AsSpan(), SocketFlags.None, out var error);
            if (error == SocketError.Success && count > 0) return count;
            if (error == SocketError.WouldBlock) return 0;
        }

        return 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}

using System.Net;
using System.Net.Sockets;

namespace DroneLink.Tool.GroundStation.Mqtt;

/// <summary>
/// The connections that have not sent CONNECT yet. When it is full, the one that has waited longest is closed for the new one: a device
/// says at once who it is, so whoever opens connections and stays silent pushes out its own and shuts out nobody. Thread safe. It
/// closes sockets, and their owners dispose them.
/// </summary>
internal sealed class Lobby(int capacity, int capacityPerAddress)
{
    private readonly Lock _gate = new();
    private readonly List<(Socket Socket, IPAddress Address)> _waiting = [];

    /// <summary>Lets a connection in, and closes another for it when there are too many, of all or of its address.</summary>
    public void Enter(Socket socket)
    {
        var address = (socket.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        Socket? evicted = null;
        lock (_gate)
        {
            var isAddressFull = _waiting.Count(w => w.Address.Equals(address)) >= capacityPerAddress;
            if (isAddressFull || _waiting.Count >= capacity)
            {
                var oldest = isAddressFull ? _waiting.FindIndex(w => w.Address.Equals(address)) : 0;
                evicted = _waiting[oldest].Socket;
                _waiting.RemoveAt(oldest);
            }

            _waiting.Add((socket, address));
        }

        evicted?.Dispose();
    }

    /// <summary>Forgets a connection that has said who it is, or has ended.</summary>
    public void Leave(Socket socket)
    {
        lock (_gate) _waiting.RemoveAll(w => ReferenceEquals(w.Socket, socket));
    }
}

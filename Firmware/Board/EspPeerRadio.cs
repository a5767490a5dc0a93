using System;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using DroneLink.Firmware.Peers;

namespace DroneLink.Firmware.Board
{
    /// <summary>
    /// A board's datagrams: UDP multicast that stays within the wireless network. The socket is opened once there is a network and anew after each loss of it.
    /// Only what <see cref="Socket.Poll"/> says is there is received, so that nothing waits.
    /// </summary>
    public sealed class EspPeerRadio : IPeerRadio, IDisposable
    {
        private const int RetryMs = 10000;

        // Empty datagrams are passed over; a flood of them must not hold the loop.
        private const int MaxPassedOver = 32;

        private readonly IPAddress _group;
        private readonly IPEndPoint _target;
        private Socket _socket;
        private long _retryMs;
        private bool _isNetworkNew;

        /// <summary>Creates it; opens nothing yet.</summary>
        /// <param name="options">Where beacons go.</param>
        public EspPeerRadio(PeerOptions options)
        {
            _group = IPAddress.Parse(options.Group);
            _target = new IPEndPoint(_group, options.Port);
            NetworkChange.NetworkAvailabilityChanged += AvailabilityChanged;
        }

        /// <inheritdoc/>
        public bool TrySend(byte[] buffer, int count)
        {
            if (!IsOpen())
            {
                return false;
            }

            try
            {
                return _socket.SendTo(buffer, 0, count, SocketFlags.None, _target) == count;
            }
            catch (Exception)
            {
                Close();
                return false;
            }
        }

        /// <inheritdoc/>
        public int TryReceive(byte[] buffer)
        {
            if (!IsOpen())
            {
                return 0;
            }

            try
            {
                for (int i = 0; i < MaxPassedOver && _socket.Poll(0, SelectMode.SelectRead); i++)
                {
                    int count = _socket.Receive(buffer);
                    if (count > 0)
                    {
                        return count;
                    }
                }
            }
            catch (Exception)
            {
                Close();
            }

            return 0;
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            NetworkChange.NetworkAvailabilityChanged -= AvailabilityChanged;
            Close();
        }

        // struct ip_mreq: the group, then the address of an interface; 0.0.0.0 is whichever there is.
        private static byte[] MembershipOf(IPAddress group)
        {
            byte[] membership = new byte[8];
            Array.Copy(group.GetAddressBytes(), 0, membership, 0, 4);
            return membership;
        }

        private void AvailabilityChanged(object sender, NetworkAvailabilityEventArgs e)
        {
            _isNetworkNew |= e.IsAvailable;
        }

        private bool IsOpen()
        {
            if (_isNetworkNew)
            {
                // Whether a membership outlives its network nobody says.
                _isNetworkNew = false;
                Close();
                _retryMs = 0;
            }

            if (_socket == null && Environment.TickCount64 >= _retryMs)
            {
                _retryMs = Environment.TickCount64 + RetryMs;
                Open();
            }

            return _socket != null;
        }

        private void Open()
        {
            try
            {
                _socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
                _socket.Bind(new IPEndPoint(IPAddress.Any, _target.Port));
                _socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, MembershipOf(_group));
                _socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive, 1);
            }
            catch (Exception)
            {
                // There is no network yet.
                Close();
            }
        }

        private void Close()
        {
            Socket socket = _socket;
            _socket = null;
            if (socket == null)
            {
                return;
            }

            try
            {
                socket.Close();
            }
            catch (Exception)
            {
                // It is gone already.
            }
        }
    }
}

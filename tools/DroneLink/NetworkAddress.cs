using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace DroneLink.Tool;

/// <summary>Where this computer is in its network.</summary>
internal static class NetworkAddress
{
    /// <summary>The address that a board in the same network reaches this computer at: that of the interface with a gateway.</summary>
    public static IPAddress Own()
    {
        return NetworkInterface.GetAllNetworkInterfaces()
            .Where(i => i.OperationalStatus == OperationalStatus.Up && i.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .Select(i => i.GetIPProperties())
            .OrderByDescending(p => p.GatewayAddresses.Count)
            .SelectMany(p => p.UnicastAddresses)
            .Select(a => a.Address)
            .FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork) ?? IPAddress.Loopback;
    }
}

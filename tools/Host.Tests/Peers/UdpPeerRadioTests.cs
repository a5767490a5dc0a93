using System.Net;
using System.Net.Sockets;
using DroneLink.Host.Board;
using Xunit;

namespace DroneLink.Host.Tests.Peers;

/// <summary>Two real sockets of this machine.</summary>
public sealed class UdpPeerRadioTests
{
    private static readonly IPAddress Group = IPAddress.Parse("239.255.68.77");

    [Fact]
    public void WhatOneSends_BothHear_AndNothingWaits()
    {
        using var one = Open(out var port);
        using var two = new UdpPeerRadio(Group, port, IPAddress.Loopback);
        var buffer = new byte[64];
        Assert.Equal(0, two.TryReceive(buffer));

        Assert.True(one.TrySend([1, 2, 3, 4], 3));
        Assert.Equal([1, 2, 3], Receive(two, buffer));
        Assert.Equal([1, 2, 3], Receive(one, buffer));
        Assert.Equal(0, two.TryReceive(buffer));
    }

    [Fact]
    public void ADatagramThatIsTooLong_IsPassedOver()
    {
        using var one = Open(out var port);
        using var two = new UdpPeerRadio(Group, port, IPAddress.Loopback);
        Assert.True(one.TrySend(new byte[200], 200));
        Assert.True(one.TrySend([9], 1));

        var last = Receive(two, new byte[64]);
        if (last.Length != 1) last = Receive(two, new byte[64]);
        Assert.Equal([9], last);
    }

    private static byte[] Receive(UdpPeerRadio radio, byte[] buffer)
    {
        var count = 0;
        Assert.True(SpinWait.SpinUntil(() => (count = radio.TryReceive(buffer)) > 0, TimeSpan.FromSeconds(20)), "nothing came");
        return buffer[..count];
    }

    private static UdpPeerRadio Open(out int port)
    {
        using (var probe = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp))
        {
            probe.Bind(new IPEndPoint(IPAddress.Any, 0));
            port = ((IPEndPoint)probe.LocalEndPoint).Port;
        }

        try
        {
            return new UdpPeerRadio(Group, port, IPAddress.Loopback);
        }
        catch (SocketException e)
        {
            Assert.Skip($"this machine has no multicast on its loopback: {e.Message}");
            throw;
        }
    }
}

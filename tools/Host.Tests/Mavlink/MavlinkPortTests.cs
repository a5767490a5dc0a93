using System.IO.Ports;
using DroneLink.Drivers.Mavlink;
using DroneLink.Host.Simulation;
using Xunit;

namespace DroneLink.Host.Tests.Mavlink;

public class MavlinkPortTests
{
    [Fact]
    public void WhatWaitsInTheBuffer_IsReceivedInOneStep()
    {
        using var wire = SerialWire.Attach("port-burst");
        using var port = new MavlinkPort(new SerialPort("port-burst", 57600));
        port.Open();
        var encoder = new MavlinkEncoder(1, 1) { Wire = wire };
        for (var second = 0; second < 300; second++)
        {
            encoder.Attitude((uint)second, 1, 2, 3);
        }

        var received = 0;
        while (port.TryReceive(1000))
        {
            received++;
        }

        Assert.Equal(300, received);
        Assert.Equal(0u, port.Parser.Loss.Lost);
        Assert.Equal(0, wire.LostBytes);
    }

    [Fact]
    public void OverflowingBuffer_ShowsAsLoss_AndTheStreamGoesOn()
    {
        using var wire = SerialWire.Attach("port-overflow");
        using var port = new MavlinkPort(new SerialPort("port-overflow", 57600));
        port.Open();
        var encoder = new MavlinkEncoder(1, 1) { Wire = wire };
        const int frames = 700;
        for (var frame = 0; frame < frames; frame++)
        {
            encoder.Attitude((uint)frame + 1, 1, 2, 3);
        }

        var whole = MavlinkPort.ReceiveBufferBytes / encoder.LastFrame.Length;
        Assert.Equal((frames * encoder.LastFrame.Length) - MavlinkPort.ReceiveBufferBytes, wire.LostBytes);
        Assert.Equal(whole, Receive(port, 10));
        encoder.Attitude(1, 1, 2, 3);
        Assert.Equal(1, Receive(port, 20) + Receive(port, 20 + MavlinkPort.QuietMs));
        Assert.Equal((uint)(frames - whole), port.Parser.Loss.Lost);
    }

    [Fact]
    public void FloodedLine_DoesNotHoldTheLoop()
    {
        using var wire = SerialWire.Attach("port-flood");
        using var port = new MavlinkPort(new SerialPort("port-flood", 921600));
        port.Open();
        var encoder = new MavlinkEncoder(1, 1) { Wire = wire };
        var received = 0;
        encoder.Attitude(1, 1, 2, 3);
        while (port.TryReceive(5))
        {
            received++;
            encoder.Attitude(1, 1, 2, 3);
            encoder.Attitude(1, 1, 2, 3);
        }

        Assert.InRange(received, 1, (MavlinkPort.ReceiveBufferBytes / encoder.LastFrame.Length) + 40);
        Assert.True(port.TryReceive(6));
    }

    [Fact]
    public void ClosedPort_IsAnErrorThatIsCounted()
    {
        using var port = new MavlinkPort(new SerialPort("port-none", 57600));

        Assert.False(port.TryReceive(1));
        Assert.Equal(1u, port.PortErrors);
        Assert.Throws<IOException>(port.Open);
    }

    private static int Receive(MavlinkPort port, long nowMs)
    {
        var received = 0;
        while (port.TryReceive(nowMs))
        {
            received++;
        }

        return received;
    }
}

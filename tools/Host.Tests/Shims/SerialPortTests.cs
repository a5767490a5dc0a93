using System.IO.Ports;
using Xunit;

namespace DroneLink.Host.Tests.Shims;

public class SerialPortTests
{
    [Fact]
    public void BothDirections_AndAcrossTheEndOfTheBuffer()
    {
        using var wire = SerialWire.Attach("shim-both");
        using var port = new SerialPort("shim-both", 57600) { ReadBufferSize = 8 };
        port.Open();
        var buffer = new byte[8];
        for (byte round = 0; round < 20; round++)
        {
            wire.Send([round, 1, 2, 3, 4]);
            Assert.Equal(5, port.BytesToRead);
            Assert.Equal(5, port.Read(buffer, 1, 7));
            Assert.Equal([round, 1, 2, 3, 4], buffer[1..6]);
        }

        port.Write([9, 8, 7], 1, 2);
        Assert.Equal([8, 7], wire.TakeReceived());
        Assert.Empty(wire.TakeReceived());
    }

    [Fact]
    public void Overflow_LosesTheNewest()
    {
        using var wire = SerialWire.Attach("shim-overflow");
        using var port = new SerialPort("shim-overflow") { ReadBufferSize = 4 };
        wire.Send([1]);
        Assert.Equal(1, wire.LostBytes);
        port.Open();
        wire.Send([1, 2, 3, 4, 5, 6]);

        var buffer = new byte[8];
        Assert.Equal(4, port.Read(buffer, 0, 8));
        Assert.Equal([1, 2, 3, 4], buffer[..4]);
        Assert.Equal(3, wire.LostBytes);
    }

    [Fact]
    public void NamesAreTaken_UntilTheyAreFreed()
    {
        using (SerialWire.Attach("shim-name"))
        {
            Assert.Throws<InvalidOperationException>(() => SerialWire.Attach("shim-name"));
            using var first = new SerialPort("shim-name");
            first.Open();
            Assert.Throws<InvalidOperationException>(first.Open);
            using var second = new SerialPort("shim-name");
            Assert.Throws<IOException>(second.Open);
            first.Close();
            Assert.Throws<InvalidOperationException>(() => first.BytesToRead);
            second.Open();
        }

        using var again = SerialWire.Attach("shim-name");
        Assert.Equal("shim-name", again.PortName);
    }
}

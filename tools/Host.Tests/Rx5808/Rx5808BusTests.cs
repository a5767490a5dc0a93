using System.Device.Gpio;
using CsCheck;
using DroneLink.Drivers.Rx5808;
using DroneLink.Host.Models;
using Xunit;

namespace DroneLink.Host.Tests.Rx5808;

public class Rx5808BusTests
{
    [Fact]
    public void Write_SendsTheKnownBits()
    {
        using var bench = new Rx5808Bench();

        bench.Bus.Write(Rx5808Register.SynthesizerBAddress, 0x2A05);

        Assert.Equal("1000110100000010101000000", bench.Model.LastFrame);
        Assert.Equal(1, bench.Model.Writes);
        Assert.Equal(5865, bench.Model.TunedMhz);
    }

    [Fact]
    public void Read_ReturnsEveryBit()
    {
        using var bench = new Rx5808Bench();

        Assert.Equal(0x10C13, bench.Bus.Read(Rx5808Register.PowerDownAddress));
        Assert.Equal(0xFFE44, bench.Bus.Read(0x02));
        Assert.Equal(0xB2007, bench.Bus.Read(0x09));
        Assert.Equal(3, bench.Model.Reads);
    }

    [Fact]
    public void AnySequence_IsTakenBitForBit_AndNeverDrivesAgainstTheChip()
    {
        Gen.Select(Gen.Int[0, 0x0E], Gen.Int[0, 0xFFFFE]).Array[1, 20].Sample(writes =>
        {
            using var bench = new Rx5808Bench();
            foreach (var (address, data) in writes)
            {
                bench.Bus.Write(address, data);
                Assert.Equal(data, bench.Model[address]);
                Assert.Equal(data, bench.Bus.Read(address));
            }

            Assert.Equal(0, bench.Model.BadFrames);
            Assert.Equal(0, bench.Model.Conflicts);
        });
    }

    [Fact]
    public void BetweenTransfers_LinesAreIdle()
    {
        using var bench = new Rx5808Bench();
        bench.Bus.Write(1, 0x2A05);
        AssertIdle();
        bench.Bus.Read(1);
        AssertIdle();

        void AssertIdle()
        {
            Assert.Equal(PinMode.Output, bench.Controller.GetLine(23).Mode);
            Assert.True(bench.Controller.GetLine(22).IsHigh);
            Assert.False(bench.Controller.GetLine(21).IsHigh);
        }
    }

    [Fact]
    public void NobodyThere_ReadsAllOnes()
    {
        using var bench = new Rx5808Bench();
        bench.Model.Faults = Rx5808Faults.NotInSpiMode;

        Assert.Equal(0xFFFFF, bench.Bus.Read(1));
    }

    [Fact]
    public void Dispose_LeavesInputs()
    {
        var bench = new Rx5808Bench();
        bench.Bus.Write(1, 0x2A05);
        bench.Dispose();

        Assert.Equal(PinMode.Input, bench.Controller.GetLine(22).Mode);
        Assert.False(bench.Controller.IsPinOpen(23));
    }
}

using DroneLink.Drivers;
using DroneLink.Host.Models;
using Xunit;

namespace DroneLink.Host.Tests.Tramp;

/// <summary>Orders: what stands, what is not ordered, and what is told when one is not obeyed.</summary>
public class TrampOrderTests
{
    [Fact]
    public void MuteAfterTransmit_Stands_AndNothingIsMissed()
    {
        using var bench = new TrampBench();
        bench.Driver.Transmit(100);
        bench.Run(2000);
        bench.Driver.Mute();
        bench.Run(5000);

        Assert.True(bench.Model.IsPit);
        Assert.Equal([('P', 100), ('I', 0)], bench.Orders);
        Assert.Equal(0u, bench.Driver.Missed);
    }

    [Theory]
    [InlineData(600, 25, false)]
    [InlineData(25, 600, true)]
    public void Pit_IsNotLeftAtMorePowerThanOrdered(int before, int ordered, bool isLeft)
    {
        using var bench = new TrampBench();
        bench.Model.PowerMw = before;
        bench.Model.IsPit = true;
        bench.Model.Faults = TransmitterFaults.Disobeys;
        bench.Driver.Transmit(ordered);
        bench.Run(10000);

        Assert.Equal(isLeft, bench.Orders.Contains(('I', 1)));
        Assert.Equal(TransmitterFault.NotObeyed, bench.Driver.Fault);
    }

    [Theory]
    [InlineData(5599, false)]
    [InlineData(5600, true)]
    [InlineData(5950, true)]
    [InlineData(5951, false)]
    public void Frequency_AtItsLimits_IsOrdered_AndBeyondIsNot(int mhz, bool isOrdered)
    {
        using var bench = new TrampBench();
        bench.Driver.SetFrequency(mhz);
        bench.Run(3000);

        Assert.Equal(isOrdered ? [('F', mhz)] : [], bench.Orders);
        Assert.Equal(isOrdered ? TransmitterFault.None : TransmitterFault.Unsupported, bench.Driver.Fault);
    }

    [Fact]
    public void WhatItCannot_IsToldInFrontOfWhatItDoesNot()
    {
        using var bench = new TrampBench();
        bench.Model.Faults = TransmitterFaults.Disobeys;
        bench.Driver.Transmit(200);
        Assert.True(bench.Run(8000, () => bench.Driver.Fault == TransmitterFault.NotObeyed));
        bench.Driver.SetFrequency(5990);
        bench.Run(8000);

        Assert.Equal(TransmitterFault.Unsupported, bench.Driver.Fault);
    }

    [Fact]
    public void OrderThatIsObeyedLate_IsNoFault_WhileAnotherIsStillTried()
    {
        using var bench = new TrampBench();
        bench.Driver.Transmit(200);
        bench.Run(2000);
        bench.Model.Faults = TransmitterFaults.TunesBeside;
        bench.Driver.SetFrequency(5740);
        Assert.True(bench.Run(8000, () => bench.Driver.Fault == TransmitterFault.NotObeyed));
        bench.Model.Faults = TransmitterFaults.None;
        bench.Model.PowerMw = 25; // by its buttons
        bench.Model.HighestMw = 25;
        Assert.True(bench.Run(2000, () => bench.Driver.FrequencyMhz == 5740));
        bench.Run(300);
        Assert.Equal(TransmitterFault.None, bench.Driver.Fault);

        Assert.True(bench.Run(5000, () => bench.Driver.Fault == TransmitterFault.NotObeyed));
    }

    [Fact]
    public void StandingLoop_OrdersNothingOnItsOldWord()
    {
        using var bench = new TrampBench();
        bench.Run(2000);
        bench.Driver.SetFrequency(5740);
        bench.Model.FrequencyMhz = 5740; // by its buttons
        bench.Run(10000, stepMs: 10000);
        bench.Run(3000);

        Assert.Equal(5740, bench.Driver.FrequencyMhz);
        Assert.Empty(bench.Orders);
    }

    [Fact]
    public void OrdersThatUndoEachOther_AreNotObeyed()
    {
        using var bench = new TrampBench();
        var orders = 0;
        bench.Model.Ordered = (command, _) =>
        {
            orders++;
            bench.Model.PowerMw = command == 'F' ? 25 : bench.Model.PowerMw;
            bench.Model.FrequencyMhz = command == 'P' ? 5800 : bench.Model.FrequencyMhz;
        };
        bench.Driver.SetFrequency(5740);
        bench.Driver.Transmit(200);

        Assert.True(bench.Run(10000, () => bench.Driver.Fault == TransmitterFault.NotObeyed));
        Assert.InRange(orders, 15, 17);
    }

    [Fact]
    public void ButtonsOfItsOwn_AreNoticedAndUndone()
    {
        using var bench = new TrampBench();
        bench.Run(3000);
        bench.Model.PowerMw = 400;
        Assert.True(bench.Run(1200, () => bench.Driver.PowerMw == 400));
        bench.Driver.Transmit(100);
        Assert.True(bench.Run(1500, () => bench.Driver.PowerMw == 100));
        bench.Model.PowerMw = 400;

        Assert.True(bench.Run(1500, () => bench.Model.PowerMw == 100));
    }
}

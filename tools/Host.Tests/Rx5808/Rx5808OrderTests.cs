using DroneLink.Drivers.Rx5808;
using DroneLink.Host.Models;
using Xunit;

namespace DroneLink.Host.Tests.Rx5808;

/// <summary>Orders that come at a bad moment: in doubt, between a write and its read-back, at a fault, while off.</summary>
public class Rx5808OrderTests
{
    [Theory]
    [InlineData(Rx5808Power.Off, "F A 1")]
    [InlineData(Rx5808Power.Deaf, "A 1")]
    [InlineData(Rx5808Power.RssiOnly, "A")]
    public void PowerUp_WritesWhatItMustAndNoMore(Rx5808Power from, string expected)
    {
        using var bench = new Rx5808Bench();
        bench.Receiver.Tune(5733);
        bench.Run(1000);
        bench.Receiver.SetPower(from);
        bench.Run(1000);
        var written = new List<string>();
        bench.Model.Written = (address, _, _) => written.Add($"{address:X}");
        bench.Receiver.PowerUp();
        Assert.False(bench.Receiver.IsSettled);
        Assert.True(bench.Run(200, () => bench.Receiver.IsSettled));

        Assert.Equal(expected, string.Join(' ', written));
        Assert.Equal(5733, bench.Model.TunedMhz);
    }

    [Fact]
    public void PowerUp_IsToThePowerOfTheOptions()
    {
        using var bench = new Rx5808Bench(new Rx5808Options { UpPower = Rx5808Power.AudioOff });
        bench.Receiver.PowerDown();
        bench.Run(1000);
        bench.Receiver.PowerUp();
        bench.Run(1000);

        Assert.Equal((Rx5808Power.AudioOff, 0x10DF3), (bench.Receiver.Power, bench.Model[0x0A]));
    }

    [Fact]
    public void Dispose_DisposesBusAndRssiPin()
    {
        var bench = new Rx5808Bench();
        bench.Dispose();

        Assert.False(bench.Controller.IsPinOpen(23));
        Assert.False(bench.Rssi.TrySample()); // its channel is closed
        Assert.Equal(1u, bench.Rssi.ReadErrors);
    }

    [Fact]
    public void PowerChange_SettlesAnew()
    {
        using var bench = new Rx5808Bench(new Rx5808Options { SettleMs = 150 });
        bench.Receiver.Tune(5733);
        bench.Run(1000);
        bench.Receiver.SetPower(Rx5808Power.RssiOnly);
        Assert.False(bench.Receiver.IsSettled);
        var start = bench.NowMs;
        Assert.True(bench.Run(500, () => bench.Receiver.IsSettled));

        Assert.InRange(bench.NowMs - start, 150, 190);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void PowerOrderToAModuleThatForgot_TunesItAnew(bool isRecovering, bool viaOff)
    {
        using var bench = new Rx5808Bench();
        bench.Receiver.Tune(5733);
        bench.Run(1000);
        bench.Model.BrownOut();
        Assert.True(bench.Run(2300, () => isRecovering ? bench.Receiver.Recoveries == 1 : !bench.Receiver.IsSettled));
        Assert.Equal(!isRecovering, bench.Receiver.IsPowerConfirmed);
        if (viaOff)
        {
            bench.Receiver.SetPower(Rx5808Power.Off);
        }

        bench.Receiver.SetPower(Rx5808Power.RssiOnly);
        Assert.True(bench.Run(300, () => bench.Receiver.IsSettled));

        Assert.Equal(5733, bench.Model.TunedMhz);
        Assert.Equal(0xD0DF3, bench.Model[0x0A]);
    }

    [Fact]
    public void TuneAfterOneDisturbedRead_SettlesOnTheNewFrequencyOnly()
    {
        using var bench = new Rx5808Bench();
        bench.Receiver.Tune(5733);
        bench.Run(1000);
        bench.Model.Faults = Rx5808Faults.DataHigh;
        Assert.True(bench.Run(2200, () => !bench.Receiver.IsSettled));
        bench.Model.Faults = Rx5808Faults.None;
        bench.Receiver.Tune(5845);

        Assert.True(bench.Run(300, () => bench.Receiver.IsSettled));
        Assert.Equal((5845, 0u), (bench.Model.TunedMhz, bench.Receiver.Recoveries));
    }

    [Fact]
    public void TuneBetweenWriteAndReadBack_IsNoRetry()
    {
        using var bench = new Rx5808Bench();
        bench.Receiver.Tune(5705);
        bench.Run(1000);
        bench.Receiver.Tune(5733);
        Assert.True(bench.Run(100, () => bench.Model.TunedMhz == 5733));
        bench.Receiver.Tune(5845);

        Assert.True(bench.Run(80, () => bench.Receiver.IsSettled));
        Assert.Equal(5845, bench.Model.TunedMhz);
    }

    [Theory]
    [InlineData(Rx5808Power.Off)]
    [InlineData(Rx5808Power.Deaf)]
    public void TuneWhileItDoesNotReceive_IsNoFault(Rx5808Power power)
    {
        using var bench = new Rx5808Bench();
        bench.Receiver.Tune(5733);
        bench.Receiver.SetPower(power);
        bench.Run(1000);
        bench.Receiver.Tune(5845);

        Assert.False(bench.Run(5000, () => bench.Receiver.Fault != Rx5808Fault.None || !bench.Receiver.IsPowerConfirmed));
    }

    [Fact]
    public void OrderDuringAFault_HasItsTriesAnew()
    {
        using var bench = new Rx5808Bench();
        bench.Model.IsPowered = false;
        bench.Receiver.Tune(5733);
        Assert.True(bench.Run(5000, () => bench.Receiver.Fault != Rx5808Fault.None));
        bench.Receiver.Tune(5740);
        bench.Run(100);
        bench.Model.IsPowered = true; // its first try has failed

        Assert.True(bench.Run(400, () => bench.Receiver.IsSettled));
    }

    [Fact]
    public void WakeThatIsLost_IsSentAgain()
    {
        using var bench = new Rx5808Bench();
        bench.Receiver.Tune(5733);
        bench.Run(1000);
        bench.Receiver.PowerDown();
        bench.Run(1000);
        Assert.True(bench.Model.IsOff);
        bench.Model.Faults = Rx5808Faults.NotInSpiMode;
        bench.Receiver.PowerUp();
        bench.Run(50);
        bench.Model.Faults = Rx5808Faults.None;

        Assert.True(bench.Run(500, () => bench.Receiver.IsSettled));
        Assert.Equal(5733, bench.Model.TunedMhz);
    }

    [Fact]
    public void ModuleThatFallsSilent_IsNotTakenForOff()
    {
        using var bench = new Rx5808Bench();
        bench.Receiver.Tune(5733);
        bench.Run(1000);
        bench.Model.IsPowered = false;
        Assert.True(bench.Run(5000, () => bench.Receiver.Fault == Rx5808Fault.NotInSpiMode));
        bench.Receiver.PowerDown();
        bench.Run(5000);

        Assert.False(bench.Receiver.IsPowerConfirmed);
        Assert.Equal(Rx5808Fault.NotInSpiMode, bench.Receiver.Fault);
    }

    [Fact]
    public void SilenceBehindItsPower_IsNotInSpiMode()
    {
        using var bench = new Rx5808Bench(new Rx5808Options { MaxTries = 1 });
        bench.Receiver.Tune(5733);
        Assert.True(bench.Run(500, () => bench.Receiver.IsPowerConfirmed));
        bench.Model.Faults = Rx5808Faults.NotInSpiMode;
        bench.Run(100);

        Assert.Equal(Rx5808Fault.NotInSpiMode, bench.Receiver.Fault);
    }

    [Fact]
    public void BrownOutsNowAndThenWhileOff_AreNoFault()
    {
        using var bench = new Rx5808Bench();
        bench.Receiver.PowerDown();
        bench.Run(1000);
        for (var round = 0; round < 4; round++)
        {
            var writes = bench.Model.Writes;
            Assert.True(bench.Run(2500, () => bench.Model.Writes > writes));
            bench.Model.BrownOut(); // between the write and its read-back
            Assert.True(bench.Run(100, () => !bench.Receiver.IsPowerConfirmed));
            Assert.True(bench.Run(500, () => bench.Receiver.IsPowerConfirmed));
            Assert.True(bench.Model.IsOff);
        }

        Assert.Equal(Rx5808Fault.None, bench.Receiver.Fault);
    }

    [Fact]
    public void PowerFault_IsOverOnceItIsOff()
    {
        using var bench = new Rx5808Bench();
        bench.Model.Faults = Rx5808Faults.KeepsPower;
        bench.Receiver.PowerDown();
        Assert.True(bench.Run(2000, () => bench.Receiver.Fault == Rx5808Fault.PowerFailed));
        bench.Model.Faults = Rx5808Faults.None;

        Assert.True(bench.Run(5500, () => bench.Receiver.Fault == Rx5808Fault.None));
        Assert.True(bench.Model.IsOff && bench.Receiver.IsPowerConfirmed);
    }
}

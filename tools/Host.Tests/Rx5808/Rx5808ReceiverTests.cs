using System.Device.Adc;
using DroneLink.Drivers.Rx5808;
using DroneLink.Host.Models;
using Xunit;

namespace DroneLink.Host.Tests.Rx5808;

public class Rx5808ReceiverTests
{
    [Fact]
    public void WithoutAnOrder_NothingIsSent()
    {
        using var bench = new Rx5808Bench();

        bench.Run(5000);

        Assert.Equal(0, bench.Model.Writes + bench.Model.Reads);
        Assert.False(bench.Receiver.IsSettled);
        Assert.Equal(0, bench.Receiver.FrequencyMhz);
    }

    [Fact]
    public void Tune_SettlesOnTheFrequency()
    {
        using var bench = new Rx5808Bench();
        bench.Receiver.Tune(5800);

        Assert.False(bench.Receiver.IsSettled);
        Assert.True(bench.Run(300, () => bench.Receiver.IsSettled));
        Assert.Equal(5799, bench.Model.TunedMhz);
        Assert.True(bench.Model.HasVideo);
        Assert.True(bench.Receiver.IsPowerConfirmed);
        Assert.Equal(Rx5808Fault.None, bench.Receiver.Fault);
    }

    [Theory]
    [InlineData(25)]
    [InlineData(35)]
    [InlineData(150)]
    public void Retune_SettlesAfterSettleTimeAndNotBefore(int settleMs)
    {
        using var bench = new Rx5808Bench(new Rx5808Options { SettleMs = settleMs });
        bench.Receiver.Tune(5705);
        bench.Run(1000);
        Assert.True(bench.Receiver.IsSettled);
        long written = 0;
        bench.Model.Written = (_, _, ms) => written = ms;

        bench.Receiver.Tune(5945);
        Assert.False(bench.Receiver.IsSettled);
        Assert.True(bench.Run(500, () => bench.Receiver.IsSettled, 1));

        Assert.InRange(bench.NowMs - written, settleMs, Math.Max(settleMs, 30) + 1);
        Assert.Equal(5945, bench.Model.TunedMhz);
    }

    [Fact]
    public void RssiWhileSettled_IsAlwaysOfTheFrequency()
    {
        using var bench = new Rx5808Bench();
        bench.Model.Band = mhz => mhz > 5800 ? -50 : -85;
        for (var round = 0; round < 20; round++)
        {
            var mhz = round % 2 == 0 ? 5705 : 5945;
            bench.Receiver.Tune(mhz);
            Assert.True(bench.Run(500, () => bench.Receiver.IsSettled));
            Assert.True(bench.Rssi.TrySample());
            Assert.InRange(bench.Rssi.CentiDbm, mhz > 5800 ? -5010 : -8510, mhz > 5800 ? -4980 : -8480);
        }
    }

    [Fact]
    public void BusTransfers_AreAtLeastTheIntervalApart()
    {
        using var bench = new Rx5808Bench(new Rx5808Options { BusIntervalMs = 30, CheckMs = 100 });
        var last = long.MinValue / 2;
        var transfers = 0;
        var seen = 0;
        bench.Stepped = nowMs =>
        {
            var all = bench.Model.Writes + bench.Model.Reads;
            if (all != seen)
            {
                Assert.Equal(seen + 1, all);
                Assert.True(nowMs - last >= 30);
                last = nowMs;
                seen = all;
                transfers++;
            }

            bench.Receiver.Tune(nowMs % 7 == 0 ? 5800 : 5740);
        };
        bench.Receiver.Tune(5740);
        bench.Run(3000, stepMs: 1);

        Assert.InRange(transfers, 50, 100);
    }

    [Fact]
    public void LastOrderWins()
    {
        using var bench = new Rx5808Bench();
        var tuned = new List<int>();
        bench.Model.Written = (address, data, _) =>
        {
            if (address == 1)
            {
                tuned.Add(Rx5808Register.TunedMhz(data));
            }
        };
        bench.Receiver.Tune(5705);
        bench.Receiver.Tune(5733);
        bench.Receiver.SetPower(Rx5808Power.RssiOnly);
        bench.Receiver.SetPower(Rx5808Power.AudioOff);
        bench.Run(1000);

        Assert.Equal([5733], tuned);
        Assert.Equal(0x10DF3, bench.Model[0x0A]);
        Assert.True(bench.Receiver.IsSettled);
    }

    [Theory]
    [InlineData(Rx5808Power.On, 0x10C13, true, true)]
    [InlineData(Rx5808Power.AudioOff, 0x10DF3, true, true)]
    [InlineData(Rx5808Power.RssiOnly, 0xD0DF3, false, true)]
    [InlineData(Rx5808Power.Deaf, 0x10E13, false, false)]
    [InlineData(Rx5808Power.Off, 0xFFFFF, false, false)]
    public void Power_IsSetAndConfirmed(Rx5808Power power, int register, bool hasVideo, bool isSettled)
    {
        using var bench = new Rx5808Bench();
        bench.Receiver.Tune(5733);
        bench.Run(1000);
        bench.Receiver.SetPower(power);
        bench.Run(1000);

        Assert.Equal(register, bench.Model[0x0A]);
        Assert.Equal(hasVideo, bench.Model.HasVideo);
        Assert.Equal(isSettled, bench.Receiver.IsSettled);
        Assert.True(bench.Receiver.IsPowerConfirmed);
        Assert.Equal(Rx5808Fault.None, bench.Receiver.Fault);
    }

    [Theory]
    [InlineData(Rx5808Power.Off)]
    [InlineData(Rx5808Power.Deaf)]
    public void Wake_ComesBackOnTheFrequencyAskedForMeanwhile(Rx5808Power power)
    {
        using var bench = new Rx5808Bench();
        bench.Receiver.Tune(5733);
        bench.Run(1000);
        bench.Receiver.SetPower(power);
        bench.Run(500);
        bench.Receiver.Tune(5845);
        bench.Run(5000);
        Assert.False(bench.Receiver.IsSettled);

        bench.Receiver.SetPower(Rx5808Power.On);
        Assert.True(bench.Run(400, () => bench.Receiver.IsSettled));
        Assert.Equal(5845, bench.Model.TunedMhz);
        Assert.True(bench.Model.HasVideo);
        Assert.Equal(0u, bench.Receiver.Recoveries);
    }

    [Fact]
    public void OffModuleThatIsSilentSince_IsConfirmed()
    {
        using var bench = new Rx5808Bench();
        bench.Model.Faults = Rx5808Faults.SilentWhileOff;
        bench.Receiver.Tune(5733);
        bench.Run(1000);
        bench.Receiver.PowerDown();
        bench.Run(20000);

        Assert.True(bench.Model.IsOff);
        Assert.True(bench.Receiver.IsPowerConfirmed);
        Assert.Equal(Rx5808Fault.None, bench.Receiver.Fault);

        bench.Receiver.PowerUp();
        Assert.False(bench.Receiver.IsPowerConfirmed);
        Assert.True(bench.Run(500, () => bench.Receiver.IsSettled));
    }

    [Theory]
    [InlineData(Rx5808Faults.NotInSpiMode)]
    [InlineData(Rx5808Faults.DataLow)]
    public void SilentModule_IsNeverConfirmedOff(Rx5808Faults faults)
    {
        using var bench = new Rx5808Bench();
        bench.Model.Faults = faults;
        bench.Receiver.PowerDown();
        bench.Run(20000);
        Assert.False(bench.Receiver.IsPowerConfirmed);

        bench.Receiver.PowerUp();
        bench.Run(20000);
        Assert.Equal(Rx5808Fault.NotInSpiMode, bench.Receiver.Fault);
        bench.Receiver.PowerDown();
        bench.Run(20000);
        Assert.False(bench.Receiver.IsPowerConfirmed);
        Assert.Equal(Rx5808Fault.NotInSpiMode, bench.Receiver.Fault);
    }

    [Fact]
    public void OffModuleThatBrownsOut_IsSwitchedOffAgain()
    {
        using var bench = new Rx5808Bench();
        bench.Receiver.SetPower(Rx5808Power.Off);
        bench.Run(1000);
        Assert.True(bench.Model.IsOff);
        bench.Model.BrownOut();
        Assert.False(bench.Model.IsOff);

        bench.Run(2500);
        Assert.True(bench.Model.IsOff);
    }

    [Theory]
    [InlineData(Rx5808Faults.NotInSpiMode, Rx5808Fault.NotInSpiMode)]
    [InlineData(Rx5808Faults.DataLow, Rx5808Fault.NotInSpiMode)]
    [InlineData(Rx5808Faults.DataHigh, Rx5808Fault.NotInSpiMode)]
    [InlineData(Rx5808Faults.DoesNotTune, Rx5808Fault.TuneFailed)]
    [InlineData(Rx5808Faults.KeepsPower, Rx5808Fault.PowerFailed)]
    public void Fault_IsToldAfterRetries_AndMendsItself(Rx5808Faults faults, Rx5808Fault expected)
    {
        using var bench = new Rx5808Bench();
        bench.Model.Faults = faults;
        bench.Receiver.Tune(5733);
        bench.Receiver.SetPower(Rx5808Power.AudioOff);

        bench.Run(200);
        Assert.Equal(Rx5808Fault.None, bench.Receiver.Fault);
        Assert.True(bench.Run(1500, () => bench.Receiver.Fault != Rx5808Fault.None));
        Assert.Equal(expected, bench.Receiver.Fault);
        Assert.False(bench.Receiver.IsSettled);
        bench.Run(60000);
        Assert.Equal(expected, bench.Receiver.Fault);
        Assert.False(bench.Receiver.IsSettled);
        Assert.InRange(bench.Model.Writes, 0, 60);

        bench.Model.Faults = Rx5808Faults.None;
        Assert.True(bench.Run(5500, () => bench.Receiver.IsSettled));
        Assert.Equal(Rx5808Fault.None, bench.Receiver.Fault);
        Assert.Equal(5733, bench.Model.TunedMhz);
        Assert.Equal(0x10DF3, bench.Model[0x0A]);
    }

    [Fact]
    public void PluggedInLater_ComesUp()
    {
        using var bench = new Rx5808Bench();
        bench.Model.IsPowered = false;
        bench.Receiver.Tune(5733);
        bench.Run(30000);
        Assert.Equal(Rx5808Fault.NotInSpiMode, bench.Receiver.Fault);

        bench.Model.IsPowered = true;
        Assert.True(bench.Run(5500, () => bench.Receiver.IsSettled));
        Assert.Equal(5733, bench.Model.TunedMhz);
    }

    [Fact]
    public void OrderDuringAFault_IsTriedAtOnce()
    {
        using var bench = new Rx5808Bench();
        bench.Model.IsPowered = false;
        bench.Receiver.Tune(5733);
        Assert.True(bench.Run(5000, () => bench.Receiver.Fault != Rx5808Fault.None));
        bench.Model.IsPowered = true;

        bench.Receiver.Tune(5740);
        Assert.True(bench.Run(300, () => bench.Receiver.IsSettled));
    }

    [Fact]
    public void BrownOut_IsNoticedAndSetUpAnew()
    {
        using var bench = new Rx5808Bench();
        bench.Receiver.Tune(5733);
        bench.Receiver.SetPower(Rx5808Power.RssiOnly);
        bench.Run(1000);
        bench.Model.BrownOut();

        Assert.True(bench.Run(2200, () => !bench.Receiver.IsSettled));
        Assert.True(bench.Run(500, () => bench.Receiver.IsSettled));
        Assert.Equal(5733, bench.Model.TunedMhz);
        Assert.Equal(0xD0DF3, bench.Model[0x0A]);
        Assert.Equal(1u, bench.Receiver.Recoveries);
        Assert.Equal(Rx5808Fault.None, bench.Receiver.Fault);
    }

    [Fact]
    public void BrownOutOfTheFrequencyAlone_IsNoticedToo()
    {
        using var bench = new Rx5808Bench();
        bench.Receiver.Tune(5733);
        bench.Run(1000);
        bench.Model.BrownOut(); // its power-down default is what was asked for

        Assert.True(bench.Run(3000, () => bench.Receiver.Recoveries == 1));
        Assert.True(bench.Run(500, () => bench.Receiver.IsSettled));
        Assert.Equal(5733, bench.Model.TunedMhz);
    }

    [Fact]
    public void OneDisturbedRead_IsNoRecovery()
    {
        using var bench = new Rx5808Bench();
        bench.Receiver.Tune(5733);
        bench.Run(1000);
        var writes = bench.Model.Writes;
        var reads = bench.Model.Reads;
        bench.Model.Faults = Rx5808Faults.DataHigh; // a read of all ones, once
        Assert.True(bench.Run(2200, () => bench.Model.Reads > reads));
        bench.Model.Faults = Rx5808Faults.None;
        Assert.False(bench.Receiver.IsSettled);

        Assert.True(bench.Run(100, () => bench.Receiver.IsSettled));
        bench.Run(5000);
        Assert.Equal(writes, bench.Model.Writes);
        Assert.Equal(0u, bench.Receiver.Recoveries);
    }

    [Fact]
    public void TuneDuringDoubt_SettlesOnTheNewFrequency()
    {
        using var bench = new Rx5808Bench();
        bench.Receiver.Tune(5733);
        bench.Run(1000);
        bench.Model.BrownOut();
        Assert.True(bench.Run(2300, () => !bench.Receiver.IsSettled));
        bench.Receiver.Tune(5845);

        Assert.True(bench.Run(600, () => bench.Receiver.IsSettled));
        Assert.Equal(5845, bench.Model.TunedMhz);
    }

    [Fact]
    public void StandingLoop_LosesNothing()
    {
        using var bench = new Rx5808Bench();
        bench.Receiver.Tune(5733);
        bench.Run(60000, stepMs: 4000);

        Assert.True(bench.Receiver.IsSettled);
        Assert.Equal(5733, bench.Model.TunedMhz);
    }

    [Theory]
    [InlineData(5299)]
    [InlineData(6001)]
    public void FrequencyOutOfRange_IsRefused_AndNothingChanges(int mhz)
    {
        using var bench = new Rx5808Bench();

        Assert.Throws<ArgumentOutOfRangeException>(() => bench.Receiver.Tune(mhz));
        Assert.Equal(0, bench.Receiver.FrequencyMhz);
    }

    [Fact]
    public void OptionsOutOfRange_AreRefused()
    {
        Refused(new Rx5808Options { SettleMs = 24 });
        Refused(new Rx5808Options { SettleMs = 151 });
        Refused(new Rx5808Options { BusIntervalMs = 0 });
        Refused(new Rx5808Options { CheckMs = 99 });
        Refused(new Rx5808Options { MaxTries = 0 });
        Refused(new Rx5808Options { RetryMs = 0 });
        Refused(new Rx5808Options { FaultRetryMs = 99 });

        static void Refused(Rx5808Options options) => Assert.Throws<ArgumentException>(() => new Rx5808Bench(options));
    }

    [Fact]
    public void SteadyUse_AllocatesNothing()
    {
        using var bench = new Rx5808Bench(new Rx5808Options { CheckMs = 100 });
        var calibration = new RssiPinOptions { MinMv = 480 };
        var nowMs = 0L;
        Use(4000);
        var start = GC.GetAllocatedBytesForCurrentThread();
        var writes = bench.Model.Writes;
        Use(20000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - start);
        Assert.True(bench.Model.Writes - writes > 100);
        Assert.True(bench.Receiver.IsSettled);

        void Use(int steps)
        {
            for (var step = 0; step < steps; step++)
            {
                nowMs += 5;
                bench.Receiver.Tune(step % 400 < 200 ? 5733 : 5800);
                bench.Receiver.SetPower(step % 1000 < 100 ? Rx5808Power.Off : Rx5808Power.On);
                bench.Model.Step(nowMs);
                bench.Receiver.Step(nowMs);
                bench.Rssi.Calibrate(calibration);
                bench.Rssi.TrySample();
            }
        }
    }
}

using System.Device.Adc;
using System.Device.Gpio;
using DroneLink.Drivers.Rx5808;
using DroneLink.Host.Models;
using Xunit;

namespace DroneLink.Host.Tests.Rx5808;

public class Rx5808SelfTestTests
{
    [Theory]
    [InlineData(Rx5808Faults.None, Rx5808SelfTestResult.Ok)]
    [InlineData(Rx5808Faults.SilentWhileOff, Rx5808SelfTestResult.Ok)]
    [InlineData(Rx5808Faults.NotInSpiMode, Rx5808SelfTestResult.NotInSpiMode)]
    [InlineData(Rx5808Faults.DataLow, Rx5808SelfTestResult.NotInSpiMode)]
    [InlineData(Rx5808Faults.DoesNotTune, Rx5808SelfTestResult.DoesNotTune)]
    [InlineData(Rx5808Faults.KeepsPower, Rx5808SelfTestResult.DoesNotTune)]
    [InlineData(Rx5808Faults.AgcStuck, Rx5808SelfTestResult.RssiStuck)]
    [InlineData(Rx5808Faults.RssiElsewhere, Rx5808SelfTestResult.RssiStuck)]
    [InlineData(Rx5808Faults.RssiDead, Rx5808SelfTestResult.RssiDead)]
    public void QuietBand_TellsTheFault(Rx5808Faults faults, Rx5808SelfTestResult expected)
    {
        using var bench = new Rx5808Bench();
        bench.Model.Faults = faults;

        Assert.Equal(expected, Test(bench));
    }

    [Theory]
    [InlineData(Rx5808Faults.None, Rx5808SelfTestResult.RssiSaturated)]
    [InlineData(Rx5808Faults.AgcStuck, Rx5808SelfTestResult.RssiStuck)]
    [InlineData(Rx5808Faults.RssiElsewhere, Rx5808SelfTestResult.RssiStuck)]
    [InlineData(Rx5808Faults.RssiDead, Rx5808SelfTestResult.RssiDead)]
    public void TransmitterTooNear_IsToldFromAStuckAgc(Rx5808Faults faults, Rx5808SelfTestResult expected)
    {
        using var bench = new Rx5808Bench();
        bench.Model.Band = _ => -10;
        bench.Model.Faults = faults;

        Assert.Equal(expected, Test(bench));
    }

    [Fact]
    public void StrongTransmitterOnOneChannel_IsNoFault()
    {
        using var bench = new Rx5808Bench();
        bench.Model.Band = mhz => Math.Abs(mhz - 5825) < 20 ? -20 : -90;
        var test = new Rx5808SelfTest(bench.Receiver);

        Assert.Equal(Rx5808SelfTestResult.Ok, Test(bench, test));
        Assert.InRange(test.LowestMv, 480, 520);
        Assert.InRange(test.HighestMv, 1100, 1150);
        Assert.Equal(142, test.OffMv); // what ground reads as
    }

    [Theory]
    [InlineData(Rx5808Faults.None, Rx5808Power.RssiOnly)]
    [InlineData(Rx5808Faults.None, Rx5808Power.Off)]
    [InlineData(Rx5808Faults.AgcStuck, Rx5808Power.On)]
    public void AtItsEnd_FrequencyAndPowerAreRestored(Rx5808Faults faults, Rx5808Power power)
    {
        using var bench = new Rx5808Bench();
        bench.Receiver.Tune(5733);
        bench.Receiver.SetPower(power);
        bench.Run(1000);
        bench.Model.Faults = faults;

        Test(bench);
        bench.Run(1000);

        Assert.Equal(5733, bench.Receiver.FrequencyMhz);
        Assert.Equal(power, bench.Receiver.Power);
        Assert.Equal(power != Rx5808Power.Off, bench.Receiver.IsSettled);
        Assert.True(power == Rx5808Power.Off || bench.Model.TunedMhz == 5733);
    }

    [Fact]
    public void Abort_RestoresAndHasNoResult()
    {
        using var bench = new Rx5808Bench();
        bench.Receiver.Tune(5733);
        bench.Run(1000);
        var test = new Rx5808SelfTest(bench.Receiver);
        bench.Stepped = test.Step;
        test.Start();
        bench.Run(300);
        test.Start();
        bench.Run(300);
        test.Abort();
        bench.Run(1000);

        Assert.Equal(Rx5808SelfTestResult.None, test.Result);
        Assert.Equal(5733, bench.Model.TunedMhz);
        Assert.True(bench.Receiver.IsSettled);
    }

    /// <summary>Whoever orders the receiver while it is being tested needs it: their order stands at the end, and the test has no result.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(150)]
    [InlineData(600)]
    [InlineData(900)]
    public void OrderMeanwhile_EndsIt_AndStands(int afterMs)
    {
        foreach (var order in new Action<Rx5808Receiver>[] { receiver => receiver.Tune(5917), receiver => receiver.SetPower(Rx5808Power.AudioOff) })
        {
            using var bench = new Rx5808Bench();
            bench.Receiver.Tune(5733);
            bench.Run(1000);
            var test = new Rx5808SelfTest(bench.Receiver);
            bench.Stepped = test.Step;
            test.Start();
            bench.Run(afterMs);
            order(bench.Receiver);
            var (mhz, power) = (bench.Receiver.FrequencyMhz, bench.Receiver.Power);
            bench.Run(5000);

            Assert.False(test.IsRunning);
            Assert.Equal(Rx5808SelfTestResult.None, test.Result);
            Assert.Equal((mhz, power), (bench.Receiver.FrequencyMhz, bench.Receiver.Power));
        }
    }

    [Fact]
    public void OldFault_DoesNotDecideBeforeTheModuleWasTriedAnew()
    {
        using var bench = new Rx5808Bench();
        bench.Model.IsPowered = false;
        bench.Receiver.Tune(5733);
        Assert.True(bench.Run(5000, () => bench.Receiver.Fault != Rx5808Fault.None));
        bench.Model.IsPowered = true;

        Assert.Equal(Rx5808SelfTestResult.Ok, Test(bench));
    }

    [Fact]
    public void WithoutReadings_TheBusIsTestedStill()
    {
        var controller = new GpioController();
        var model = new Rx5808Model(controller, 1, 2, 3);
        var bus = new Rx5808Bus(controller.OpenPin(1), controller.OpenPin(2), controller.OpenPin(3));
        using var broken = new RssiPin(new AdcController(_ => -1).OpenChannel(6), new RssiPinOptions());
        using var receiver = new Rx5808Receiver(bus, broken, new Rx5808Options());
        var test = new Rx5808SelfTest(receiver);
        test.Start();
        for (var nowMs = 0; nowMs < 5000 && test.IsRunning; nowMs += 5)
        {
            model.Step(nowMs);
            receiver.Step(nowMs);
            test.Step(nowMs);
        }

        Assert.Equal(Rx5808SelfTestResult.RssiUnreadable, test.Result);
    }

    [Fact]
    public void EveryResult_HasWords()
    {
        Assert.Equal(Enum.GetValues<Rx5808SelfTestResult>().Length, Enum.GetValues<Rx5808SelfTestResult>().Select(Rx5808SelfTest.TextOf).Distinct().Count());
    }

    private static Rx5808SelfTestResult Test(Rx5808Bench bench, Rx5808SelfTest test = null)
    {
        test ??= new Rx5808SelfTest(bench.Receiver);
        bench.Stepped = test.Step;
        test.Start();
        Assert.True(test.IsRunning);
        Assert.True(bench.Run(5000, () => !test.IsRunning));
        return test.Result;
    }
}

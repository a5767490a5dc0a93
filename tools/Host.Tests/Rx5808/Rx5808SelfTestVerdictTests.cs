using System.Device.Adc;
using System.Device.Gpio;
using DroneLink.Drivers.Rx5808;
using DroneLink.Host.Models;
using Xunit;

namespace DroneLink.Host.Tests.Rx5808;

/// <summary>Self-tests on an RSSI of any shape, and what is left from test to test.</summary>
public class Rx5808SelfTestVerdictTests
{
    [Theory]
    [InlineData(0, 0, 600, Rx5808SelfTestResult.RssiStuck)]
    [InlineData(45, 45, 45, Rx5808SelfTestResult.RssiDead)]
    [InlineData(40, 600, 0, Rx5808SelfTestResult.Ok)]
    [InlineData(600, 600, 552, Rx5808SelfTestResult.RssiStuck)]
    [InlineData(600, 600, 548, Rx5808SelfTestResult.Ok)]
    public void Voltages_AreJudged(int lowestMv, int highestMv, int offMv, Rx5808SelfTestResult expected)
    {
        Rx5808Receiver receiver = null;
        Assert.Equal(expected, Run(ref receiver, (_, _) => receiver.Power == Rx5808Power.Off ? offMv : receiver.FrequencyMhz == 5825 ? highestMv : lowestMv));
    }

    [Fact]
    public void RssiThatFallsSlowly_IsWaitedFor()
    {
        Rx5808Receiver receiver = null;
        var result = Run(ref receiver, (_, sinceMs) => sinceMs > 150 && receiver.Power != Rx5808Power.On ? 0 : 1150);

        Assert.Equal(Rx5808SelfTestResult.RssiSaturated, result);
    }

    [Theory]
    [InlineData(1000, Rx5808SelfTestResult.RssiSaturated)]
    [InlineData(1015, Rx5808SelfTestResult.RssiStuck)]
    public void Cut_IsMeasuredFromTheLowest(int cutMv, Rx5808SelfTestResult expected)
    {
        Rx5808Receiver receiver = null;
        Assert.Equal(expected, Run(ref receiver, (_, _) => receiver.Power switch
        {
            Rx5808Power.Off => 0,
            Rx5808Power.Deaf => cutMv,
            _ => receiver.FrequencyMhz == 5825 ? 1200 : 1105,
        }));
    }

    [Theory]
    [InlineData(8, Rx5808SelfTestResult.Ok)]
    [InlineData(9, Rx5808SelfTestResult.RssiUnreadable)]
    public void HalfOfTheSamples_AreNeeded(int failed, Rx5808SelfTestResult expected)
    {
        Rx5808Receiver receiver = null;
        var samples = 0;
        var sampledMs = 0L;
        Assert.Equal(expected, Run(ref receiver, (nowMs, _) =>
        {
            samples += nowMs != sampledMs ? 1 : 0;
            sampledMs = nowMs;
            return samples % 16 < failed ? -1 : receiver.Power == Rx5808Power.Off ? 0 : 600;
        }));
    }

    [Fact]
    public void WithoutAnRssiPin_RssiIsUnreadable()
    {
        Rx5808Receiver receiver = null;
        Assert.Equal(Rx5808SelfTestResult.RssiUnreadable, Run(ref receiver, null));
    }

    [Fact]
    public void EachTest_StartsAnew()
    {
        using var bench = new Rx5808Bench();
        var test = new Rx5808SelfTest(bench.Receiver);
        Assert.Equal(Rx5808SelfTestResult.Ok, Test(bench, test));
        bench.Model.Band = _ => -10;
        Assert.Equal(Rx5808SelfTestResult.RssiSaturated, Test(bench, test));
        Assert.True(test.LowestMv > 1000);
        bench.Model.Band = _ => -92;
        Assert.Equal(Rx5808SelfTestResult.Ok, Test(bench, test));
        Assert.InRange(test.HighestMv, test.LowestMv, 520);
    }

    [Fact]
    public void ReceiverThatIsOff_IsSwitchedOnForIt()
    {
        using var bench = new Rx5808Bench();
        bench.Receiver.Tune(5733);
        bench.Receiver.PowerDown();
        bench.Run(1000);

        Assert.Equal(Rx5808SelfTestResult.Ok, Test(bench, new Rx5808SelfTest(bench.Receiver)));
    }

    [Theory]
    [InlineData(5705)]
    [InlineData(5733)]
    public void OldFault_IsTriedAnew_WhateverTheFrequency(int mhz)
    {
        using var bench = new Rx5808Bench();
        bench.Model.IsPowered = false;
        bench.Receiver.Tune(mhz);
        Assert.True(bench.Run(5000, () => bench.Receiver.Fault != Rx5808Fault.None));
        bench.Model.IsPowered = true;

        Assert.Equal(Rx5808SelfTestResult.Ok, Test(bench, new Rx5808SelfTest(bench.Receiver)));
    }

    [Fact]
    public void NewFault_EndsItAtOnce_AndAnOldOneInTime()
    {
        using var bench = new Rx5808Bench();
        bench.Model.IsPowered = false;
        var test = new Rx5808SelfTest(bench.Receiver);
        Assert.Equal(Rx5808SelfTestResult.NotInSpiMode, Test(bench, test));
        Assert.InRange(bench.NowMs, 200, 1000);

        Assert.NotEqual(Rx5808Fault.None, bench.Receiver.Fault);
        Assert.Equal(Rx5808SelfTestResult.NotInSpiMode, Test(bench, test));
    }

    [Fact]
    public void OldFaultThatIsOver_LeavesNewOnesToEndItAtOnce()
    {
        using var bench = new Rx5808Bench();
        bench.Model.IsPowered = false;
        bench.Receiver.Tune(5733);
        Assert.True(bench.Run(5000, () => bench.Receiver.Fault != Rx5808Fault.None));
        bench.Model.IsPowered = true;
        var test = new Rx5808SelfTest(bench.Receiver);
        bench.Stepped = test.Step;
        test.Start();
        Assert.True(bench.Run(2000, () => bench.Receiver.FrequencyMhz == 5825));
        bench.Model.IsPowered = false;

        Assert.True(bench.Run(1500, () => !test.IsRunning));
        Assert.Equal(Rx5808SelfTestResult.NotInSpiMode, test.Result);
    }

    private static Rx5808SelfTestResult Test(Rx5808Bench bench, Rx5808SelfTest test)
    {
        bench.Stepped = test.Step;
        test.Start();
        Assert.True(bench.Run(5000, () => !test.IsRunning));
        return test.Result;
    }

    // RSSI in mV by the time, and by the time since power was written; below 0 the ADC fails; null for no pin.
    private static Rx5808SelfTestResult Run(ref Rx5808Receiver receiver, Func<long, long, int> rssiMv)
    {
        var nowMs = 0L;
        var powerMs = 0L;
        var controller = new GpioController();
        var model = new Rx5808Model(controller, 1, 2, 3)
        {
            Written = (address, _, ms) => powerMs = address == Rx5808Register.PowerDownAddress ? ms : powerMs,
        };
        var bus = new Rx5808Bus(controller.OpenPin(1), controller.OpenPin(2), controller.OpenPin(3));
        var adc = new AdcController(_ =>
        {
            var millivolts = rssiMv(nowMs, nowMs - powerMs);
            return millivolts < 0 ? -1 : (int)Esp32Adc.Nominal.ToCount(millivolts);
        });
        using (receiver = new Rx5808Receiver(bus, rssiMv == null ? null : new RssiPin(adc.OpenChannel(6), new RssiPinOptions()), new Rx5808Options()))
        {
            var test = new Rx5808SelfTest(receiver);
            test.Start();
            for (; nowMs < 6000 && test.IsRunning; nowMs += 5)
            {
                model.Step(nowMs);
                receiver.Step(nowMs);
                test.Step(nowMs);
            }

            return test.Result;
        }
    }
}

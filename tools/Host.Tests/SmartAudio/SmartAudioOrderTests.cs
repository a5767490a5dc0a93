using DroneLink.Drivers;
using DroneLink.Drivers.SmartAudio;
using DroneLink.Host.Models;
using Xunit;

namespace DroneLink.Host.Tests.SmartAudio;

/// <summary>Orders: which goes first, what stands, and what is told when one is not obeyed.</summary>
public class SmartAudioOrderTests
{
    [Fact]
    public void MuteAfterTransmit_Stands()
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V21);
        bench.Driver.Transmit(100);
        bench.Run(2000);
        bench.Driver.Mute();
        bench.Run(5000);

        Assert.True(bench.Model.IsPit);
        Assert.Equal([(SmartAudioCommand.SetPower, 20 | 0x80), (SmartAudioCommand.SetPower, 0x80)], bench.Orders);
    }

    [Fact]
    public void LessPower_ComesBeforeTheFrequency()
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V2);
        bench.Driver.Transmit(800);
        bench.Run(2000);
        bench.Orders.Clear();
        bench.Driver.SetFrequency(5740);
        bench.Driver.Transmit(25);
        bench.Run(3000);

        Assert.Equal([(SmartAudioCommand.SetPower, 0), (SmartAudioCommand.SetFrequency, 5740)], bench.Orders);
    }

    [Theory]
    [InlineData(794, 25, false)]
    [InlineData(25, 794, true)]
    public void Pit_IsNotLeftAtMorePowerThanOrdered(int before, int ordered, bool isLeft)
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V21);
        bench.Driver.Transmit(before);
        bench.Run(2000);
        bench.Driver.Mute();
        bench.Run(2000);
        Assert.True(bench.Driver.IsMuted);
        bench.Orders.Clear();
        bench.Model.Faults = TransmitterFaults.Disobeys;
        bench.Driver.Transmit(ordered);
        bench.Run(10000);

        Assert.Equal(isLeft, bench.Orders.Exists(order => order.Command == SmartAudioCommand.SetMode));
        Assert.Equal(TransmitterFault.NotObeyed, bench.Driver.Fault);
    }

    [Theory]
    [InlineData("mute")]
    [InlineData("power")]
    [InlineData("frequency")]
    public void EachKindThatIsNotObeyed_IsTold_AndANewOrderStartsAnew(string kind)
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V21);
        bench.Model.Faults = TransmitterFaults.Disobeys;
        Order(false);
        Assert.True(bench.Run(5000, () => bench.Driver.Fault == TransmitterFault.NotObeyed));
        bench.Run(5000);

        var orders = bench.Orders.Count;
        Order(true);
        bench.Run(1200);
        Assert.Equal(TransmitterFault.None, bench.Driver.Fault);
        Assert.InRange(bench.Orders.Count - orders, 3, WiredTransmitter.MaxTries);
        Assert.True(bench.Run(5000, () => bench.Driver.Fault == TransmitterFault.NotObeyed));

        void Order(bool isOther)
        {
            switch (kind)
            {
                case "mute" when isOther:
                    bench.Driver.SetFrequency(5865); // it is so already
                    break;
                case "mute":
                    bench.Driver.Mute();
                    break;
                case "power":
                    bench.Driver.Transmit(isOther ? 800 : 400);
                    break;
                default:
                    bench.Driver.SetFrequency(isOther ? 5760 : 5740);
                    break;
            }
        }
    }

    [Fact]
    public void MuteAfterAnOrderThatIsNotObeyed_StartsAnew()
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V21);
        bench.Model.Faults = TransmitterFaults.Disobeys;
        bench.Driver.SetFrequency(5740);
        Assert.True(bench.Run(5000, () => bench.Driver.Fault == TransmitterFault.NotObeyed));
        bench.Driver.Mute();
        bench.Run(600);

        Assert.Equal(TransmitterFault.None, bench.Driver.Fault);
    }

    [Theory]
    [InlineData(600, 26)]
    [InlineData(5, 14)]
    [InlineData(5000, 29)]
    public void LevelsInAnyOrder_AreChosenFrom(int milliwatts, int dbm)
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V21);
        bench.Model.LevelsDbm = [26, 14, 29, 20];
        bench.Driver.Transmit(150);
        bench.Run(2000);
        Assert.Equal(20, bench.Model.Power);
        bench.Driver.Transmit(milliwatts);
        bench.Run(2000);

        Assert.Equal(dbm, bench.Model.Power);
    }

    [Fact]
    public void StandingLoop_OrdersNothingOnItsOldWord()
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V21);
        bench.Run(2000);
        bench.Driver.SetFrequency(5740);
        bench.Model.SetChannel(24, 5800); // by its buttons: 5740
        bench.Run(10000, stepMs: 10000);
        bench.Run(2000);

        Assert.Equal(5740, bench.Driver.FrequencyMhz);
        Assert.Empty(bench.Orders);
    }
}

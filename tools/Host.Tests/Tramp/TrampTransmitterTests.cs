using CsCheck;
using DroneLink.Drivers;
using DroneLink.Drivers.Tramp;
using DroneLink.Host.Models;
using Xunit;

namespace DroneLink.Host.Tests.Tramp;

public class TrampTransmitterTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void State_IsRead_WithAndWithoutEcho(bool hasEcho)
    {
        using var bench = new TrampBench();
        bench.Model.HasEcho = hasEcho;

        Assert.True(bench.Run(3000, () => bench.Driver.HasTemperature));
        Assert.True(bench.Driver.IsAnswering);
        Assert.Equal((true, true), (bench.Driver.CanMute, bench.Driver.CanSetPower));
        Assert.Equal((25, 5800, 4500), (bench.Driver.PowerMw, bench.Driver.FrequencyMhz, bench.Driver.CentiCelsius));
        bench.Run(20000);
        Assert.Equal((true, TransmitterFault.None, 0u), (bench.Driver.HasTemperature, bench.Driver.Fault, bench.Driver.Missed));
        Assert.Empty(bench.Orders);
    }

    [Theory]
    [InlineData(600, 600)]
    [InlineData(599, 400)]
    [InlineData(5000, 600)]
    [InlineData(1, 25)]
    public void Transmit_TakesTheHighestLevelUpToIt(int ordered, int milliwatts)
    {
        using var bench = new TrampBench();
        bench.Driver.Transmit(200);
        bench.Run(3000);
        bench.Driver.Transmit(ordered);

        Assert.True(bench.Run(3000, () => bench.Driver.PowerMw == milliwatts));
        bench.Run(2000);
        Assert.Equal(milliwatts, bench.Model.PowerMw);
        Assert.Equal(2, bench.Orders.Count);
    }

    [Fact]
    public void PowerAboveItsHighest_IsNotOrdered()
    {
        using var bench = new TrampBench();
        bench.Model.HighestMw = 250;
        bench.Driver.Transmit(600);
        bench.Run(3000);

        Assert.Equal([('P', 200)], bench.Orders);
        Assert.Equal(TransmitterFault.None, bench.Driver.Fault);
    }

    [Fact]
    public void MuteComesFirst_ThenFrequency_ThenMorePower_ThenPitIsLeft()
    {
        using var bench = new TrampBench();
        bench.Driver.SetFrequency(5740);
        bench.Driver.Mute();
        Assert.True(bench.Run(4000, () => bench.Driver.IsMuted && bench.Driver.FrequencyMhz == 5740));
        bench.Driver.SetFrequency(5700);
        bench.Driver.Transmit(400);
        Assert.True(bench.Run(4000, () => !bench.Driver.IsMuted));

        Assert.Equal([('I', 0), ('F', 5740), ('F', 5700), ('P', 400), ('I', 1)], bench.Orders);
        Assert.Equal((false, 400, 5700), (bench.Model.IsPit, bench.Model.PowerMw, bench.Model.FrequencyMhz));
    }

    [Fact]
    public void LessPower_ComesBeforeTheFrequency()
    {
        using var bench = new TrampBench();
        bench.Model.PowerMw = 600;
        bench.Driver.SetFrequency(5740);
        bench.Driver.Transmit(25);
        bench.Run(4000);

        Assert.Equal([('P', 25), ('F', 5740)], bench.Orders);
    }

    [Fact]
    public void StateChange_IsNotBelievedBeforeItSaysSo()
    {
        using var bench = new TrampBench();
        bench.Run(2000);
        bench.Driver.Mute();
        Assert.True(bench.Run(1000, () => bench.Model.IsPit));
        Assert.False(bench.Driver.IsMuted);

        Assert.True(bench.Run(600, () => bench.Driver.IsMuted));
    }

    [Fact]
    public void FrequencyOutOfItsLimits_IsUnsupported_AndTheRestIsObeyed()
    {
        using var bench = new TrampBench();
        bench.Driver.SetFrequency(5990);
        bench.Driver.Transmit(100);
        bench.Run(5000);

        Assert.Equal(TransmitterFault.Unsupported, bench.Driver.Fault);
        Assert.Equal([('P', 100)], bench.Orders);
    }

    [Theory]
    [InlineData(TransmitterFaults.Disobeys)]
    [InlineData(TransmitterFaults.TunesBeside)]
    public void NotObeyed_IsTold_TriedSlowly_AndOverWhenObeyed(TransmitterFaults faults)
    {
        using var bench = new TrampBench();
        bench.Model.Faults = faults;
        bench.Driver.SetFrequency(5740);

        Assert.True(bench.Run(8000, () => bench.Driver.Fault == TransmitterFault.NotObeyed));
        Assert.Equal(WiredTransmitter.MaxTries, bench.Orders.Count);
        bench.Run(10000);
        Assert.InRange(bench.Orders.Count, WiredTransmitter.MaxTries + 6, WiredTransmitter.MaxTries + 11);

        bench.Model.Faults = TransmitterFaults.None;
        Assert.True(bench.Run(4000, () => bench.Driver.Fault == TransmitterFault.None && bench.Driver.FrequencyMhz == 5740));
    }

    [Fact]
    public void RefusedFrequency_IsNotInTheWayOfMute()
    {
        using var bench = new TrampBench();
        bench.Model.Faults = TransmitterFaults.TunesBeside;
        bench.Driver.SetFrequency(5740);
        bench.Driver.Transmit(200);
        Assert.True(bench.Run(8000, () => bench.Model.PowerMw == 200));
        bench.Driver.Mute();

        Assert.True(bench.Run(1000, () => bench.Model.IsPit));
    }

    [Theory]
    [InlineData(TransmitterFaults.Silent, TransmitterFault.NoAnswer)]
    [InlineData(TransmitterFaults.BadCheck, TransmitterFault.BadAnswer)]
    [InlineData(TransmitterFaults.Garbage, TransmitterFault.BadAnswer)]
    [InlineData(TransmitterFaults.Nak, TransmitterFault.BadAnswer)]
    public void UnsoundAnswers_AreNone(TransmitterFaults faults, TransmitterFault expected)
    {
        foreach (var hasEcho in new[] { true, false })
        {
            using var bench = new TrampBench();
            bench.Model.HasEcho = hasEcho;
            bench.Model.Faults = faults;
            bench.Driver.Mute();
            bench.Run(2500);
            Assert.Equal(TransmitterFault.None, bench.Driver.Fault);
            bench.Run(5000);

            Assert.Equal(expected, bench.Driver.Fault);
            Assert.Equal((false, false, false), (bench.Driver.IsAnswering, bench.Driver.CanMute, bench.Driver.HasTemperature));
            Assert.Empty(bench.Orders);

            bench.Model.Faults = TransmitterFaults.None;
            Assert.True(bench.Run(3000, () => bench.Driver.IsMuted));
        }
    }

    [Fact]
    public void NoiseInFront_IsSteppedOver()
    {
        using var bench = new TrampBench();
        bench.Model.Faults = TransmitterFaults.Noise;
        bench.Driver.Transmit(100);

        Assert.True(bench.Run(5000, () => bench.Driver.PowerMw == 100));
        Assert.True(bench.Driver.IsAnswering);
    }

    [Fact]
    public void TransmitterThatGoesSilent_IsNoLongerAnswering()
    {
        using var bench = new TrampBench();
        bench.Run(3000);
        bench.Model.Faults = TransmitterFaults.Silent;
        bench.Driver.Mute();
        bench.Run(4000);

        Assert.Equal((false, false, TransmitterFault.NoAnswer), (bench.Driver.IsAnswering, bench.Driver.IsMuted, bench.Driver.Fault));
        bench.Run(2000);
        Assert.False(bench.Driver.HasTemperature);
    }

    [Fact]
    public void TransmitterWithoutSensor_TellsNoTemperature()
    {
        using var bench = new TrampBench();
        bench.Model.Celsius = 0;
        bench.Run(10000);

        Assert.False(bench.Driver.HasTemperature);
        Assert.True(bench.Driver.IsAnswering);
        Assert.Equal(TransmitterFault.None, bench.Driver.Fault);
    }

    [Fact]
    public void StandingLoop_LosesNothing()
    {
        using var bench = new TrampBench();
        bench.Driver.Mute();
        bench.Run(20000, stepMs: 1500);

        Assert.True(bench.Driver.IsMuted);
    }

    [Fact]
    public void OptionsOutOfRange_AreRefused()
    {
        Refused(new TrampOptions { PollMs = 199 });
        Refused(new TrampOptions { LevelsMw = [] });
        Refused(new TrampOptions { LevelsMw = [25, 25] });
        Refused(new TrampOptions { LevelsMw = null });

        static void Refused(TrampOptions options) => Assert.Throws<ArgumentException>(() => new TrampBench(options));
    }

    [Fact]
    public void RandomBytes_NeverThrow()
    {
        Gen.Byte.Select(value => value < 128 ? "\u000Fvrs\0"u8[value % 5] : value).Array[0, 300].Sample(bytes =>
        {
            var parser = new TrampParser();
            var state = new TrampState();
            var answer = new byte[TrampFrame.Bytes];
            for (var offset = 0; offset < bytes.Length;)
            {
                var taken = parser.Feed(bytes, offset, Math.Min(7, bytes.Length - offset));
                while (parser.TryRead(answer))
                {
                    Assert.True(TrampFrame.IsSound(answer, 0));
                    state.TryTake(answer);
                }

                Assert.True(taken > 0);
                offset += taken;
            }
        });
    }

    [Fact]
    public void FramesAmongRandomBytes_AreFound()
    {
        var frame = new byte[TrampFrame.Bytes];
        TrampFrame.Write(frame, TrampCommand.GetState, 5800);
        Gen.Byte.Array[0, 40].Sample(noise =>
        {
            var parser = new TrampParser();
            byte[] stream = [.. noise, .. frame, .. frame, .. frame];
            parser.Feed(stream, 0, stream.Length);
            Assert.True(parser.TryRead(new byte[TrampFrame.Bytes]));
        });
    }

    [Fact]
    public void SteadyUse_AllocatesNothing()
    {
        using var bench = new TrampBench();
        bench.Model.Ordered = null;
        Use(400);
        var start = GC.GetAllocatedBytesForCurrentThread();
        Use(4000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - start);
        Assert.True(bench.Driver.Requests > 60);
        Assert.True(bench.Driver.IsAnswering);

        void Use(int steps)
        {
            for (var step = 0; step < steps; step++)
            {
                bench.Driver.SetFrequency(step / 200 % 2 == 0 ? 5740 : 5800);
                bench.Driver.Transmit(step / 300 % 2 == 0 ? 25 : 400);
                bench.Run(5);
            }
        }
    }
}

using CsCheck;
using DroneLink.Drivers;
using DroneLink.Drivers.SmartAudio;
using DroneLink.Host.Models;
using Xunit;

namespace DroneLink.Host.Tests.SmartAudio;

public class SmartAudioTransmitterTests
{
    [Theory]
    [InlineData(SmartAudioVersion.V1, true, true, true, false)]
    [InlineData(SmartAudioVersion.V1, false, false, true, false)]
    [InlineData(SmartAudioVersion.V2, true, false, true, false)]
    [InlineData(SmartAudioVersion.V2, false, true, true, false)]
    [InlineData(SmartAudioVersion.V21, true, true, true, true)]
    [InlineData(SmartAudioVersion.V21, true, false, false, true)]
    [InlineData(SmartAudioVersion.V21, false, true, false, true)]
    [InlineData(SmartAudioVersion.V21, false, false, true, true)]
    public void Settings_AreRead_InEveryDialect(SmartAudioVersion version, bool hasEcho, bool countsCheck, bool listsPitLevel, bool canMute)
    {
        using var bench = new SmartAudioBench(version);
        bench.Model.HasEcho = hasEcho;
        bench.Model.CountsCheck = countsCheck;
        bench.Model.ListsPitLevel = listsPitLevel;

        Assert.True(bench.Run(500, () => bench.Driver.IsAnswering));
        Assert.Equal(version, bench.Driver.Version);
        Assert.Equal((canMute, true, false), (bench.Driver.CanMute, bench.Driver.CanSetPower, bench.Driver.HasTemperature));
        Assert.Equal(25, bench.Driver.PowerMw);
        Assert.Equal(5865, bench.Driver.FrequencyMhz);
        bench.Run(20000);
        Assert.True(bench.Driver.IsAnswering);
        Assert.Equal(TransmitterFault.None, bench.Driver.Fault);
        Assert.Equal(0u, bench.Driver.Missed);
        Assert.Empty(bench.Orders);
    }

    [Theory]
    [InlineData(SmartAudioVersion.V1, 600, 25, 500)]
    [InlineData(SmartAudioVersion.V1, 10, 7, 25)]
    [InlineData(SmartAudioVersion.V2, 800, 3, 800)]
    [InlineData(SmartAudioVersion.V2, 799, 2, 500)]
    [InlineData(SmartAudioVersion.V2, 1, 0, 25)]
    [InlineData(SmartAudioVersion.V21, 600, 26, 398)]
    [InlineData(SmartAudioVersion.V21, 794, 29, 794)]
    [InlineData(SmartAudioVersion.V21, 24, 14, 25)]
    [InlineData(SmartAudioVersion.V21, 25, 14, 25)]
    public void Transmit_TakesTheHighestLevelUpToIt(SmartAudioVersion version, int ordered, int raw, int milliwatts)
    {
        using var bench = new SmartAudioBench(version);
        bench.Driver.Transmit(5000);
        bench.Run(2000);
        bench.Driver.Transmit(ordered);

        Assert.True(bench.Run(1500, () => bench.Driver.PowerMw == milliwatts && bench.Model.Power == raw));
        bench.Run(2000);
        Assert.Equal(raw, bench.Model.Power);
        Assert.Equal(TransmitterFault.None, bench.Driver.Fault);
    }

    [Fact]
    public void Version21_IsMutedAndBack()
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V21);
        bench.Driver.Mute();
        Assert.True(bench.Run(1000, () => bench.Driver.IsMuted));
        Assert.True(bench.Model.IsPit);
        Assert.Equal([(SmartAudioCommand.SetPower, 0x80)], bench.Orders);

        bench.Driver.Transmit(100);
        Assert.True(bench.Run(2000, () => !bench.Driver.IsMuted && bench.Driver.PowerMw == 100));
        Assert.False(bench.Model.IsPit);
        Assert.Equal([(SmartAudioCommand.SetPower, 20 | 0x80), (SmartAudioCommand.SetMode, SmartAudioMode.LeavePit)], bench.Orders[1..]);
        Assert.Equal(TransmitterFault.None, bench.Driver.Fault);
    }

    [Fact]
    public void LeavingPit_KeepsWhatItsOwnerSet()
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V2);
        bench.Model.Mode = SmartAudioMode.Pit | SmartAudioMode.PitInRange | SmartAudioMode.Unlocked;
        bench.Driver.Transmit(25);

        Assert.True(bench.Run(2000, () => !bench.Driver.IsMuted && bench.Driver.IsAnswering));
        Assert.Equal(SmartAudioMode.PitInRange | SmartAudioMode.Unlocked, bench.Model.Mode);
        bench.Model.Reboot();
        Assert.True(bench.Model.IsPit);
        Assert.True(bench.Run(2000, () => !bench.Model.IsPit));
    }

    [Theory]
    [InlineData(SmartAudioVersion.V1)]
    [InlineData(SmartAudioVersion.V2)]
    public void Mute_WhereThereIsNone_IsUnsupported_UntilTheNextOrder(SmartAudioVersion version)
    {
        using var bench = new SmartAudioBench(version);
        bench.Driver.Mute();
        bench.Run(5000);

        Assert.Equal(TransmitterFault.Unsupported, bench.Driver.Fault);
        Assert.False(bench.Driver.IsMuted);
        Assert.Empty(bench.Orders);

        bench.Driver.Transmit(200);
        Assert.True(bench.Run(1000, () => bench.Driver.PowerMw == 200));
        Assert.Equal(TransmitterFault.None, bench.Driver.Fault);
    }

    [Fact]
    public void Mute_OfAVersion2InPitMode_IsNoFault()
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V2);
        bench.Model.Mode = SmartAudioMode.Pit;
        bench.Driver.Mute();
        bench.Run(3000);

        Assert.Equal(TransmitterFault.None, bench.Driver.Fault);
        Assert.True(bench.Driver.IsMuted);
    }

    [Theory]
    [InlineData(SmartAudioVersion.V1)]
    [InlineData(SmartAudioVersion.V2)]
    [InlineData(SmartAudioVersion.V21)]
    public void SetFrequency_IsBelievedOnceTheSettingsSaySo(SmartAudioVersion version)
    {
        using var bench = new SmartAudioBench(version);
        bench.Driver.SetFrequency(5740);
        bench.Run(100);
        Assert.NotEqual(5740, bench.Driver.FrequencyMhz);

        Assert.True(bench.Run(1500, () => bench.Driver.FrequencyMhz == 5740));
        Assert.Equal(5740, bench.Model.FrequencyMhz);
        Assert.Equal([(SmartAudioCommand.SetFrequency, 5740)], bench.Orders);
    }

    [Theory]
    [InlineData(5740, 5741)]
    [InlineData(6000, 5999)]
    public void FrequencyThatItHadBeforeItsChannel_IsSetByADetour(int mhz, int detour)
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V2);
        bench.Model.SetChannel(3, mhz);
        bench.Driver.SetFrequency(mhz);

        Assert.True(bench.Run(2500, () => bench.Model.FrequencyMhz == mhz));
        Assert.Equal([(SmartAudioCommand.SetFrequency, detour), (SmartAudioCommand.SetFrequency, mhz)], bench.Orders);
        Assert.True(bench.Run(500, () => bench.Driver.FrequencyMhz == mhz));
    }

    [Fact]
    public void ChannelOfTheOrderedFrequency_IsLeftAlone()
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V2);
        bench.Model.SetChannel(31, 5600); // F8
        bench.Driver.SetFrequency(5880);
        bench.Run(3000);

        Assert.Equal(5880, bench.Driver.FrequencyMhz);
        Assert.Empty(bench.Orders);
    }

    [Fact]
    public void MuteComesFirst_ThenFrequency_ThenPower_ThenPitIsLeft()
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V21);
        bench.Driver.SetFrequency(5740);
        bench.Driver.Mute();
        bench.Run(3000);
        bench.Driver.SetFrequency(5800);
        bench.Driver.Transmit(398);
        bench.Run(3000);

        Assert.Equal(
            [
                (SmartAudioCommand.SetPower, 0x80), (SmartAudioCommand.SetFrequency, 5740), (SmartAudioCommand.SetFrequency, 5800),
                (SmartAudioCommand.SetPower, 26 | 0x80), (SmartAudioCommand.SetMode, 4),
            ],
            bench.Orders);
    }

    [Fact]
    public void NextOrderOfAKind_Replaces()
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V21);
        bench.Driver.Transmit(794);
        bench.Driver.Mute();
        bench.Driver.Transmit(100);
        bench.Driver.SetFrequency(5700);
        bench.Driver.SetFrequency(5900);
        bench.Run(3000);

        Assert.Equal([(SmartAudioCommand.SetFrequency, 5900), (SmartAudioCommand.SetPower, 20 | 0x80)], bench.Orders);
    }

    [Fact]
    public void OrderThatTheTransmitterForgets_IsGivenAgain()
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V21);
        bench.Driver.Mute();
        bench.Run(2000);
        bench.Model.Reboot();
        Assert.False(bench.Model.IsPit);

        Assert.True(bench.Run(1500, () => bench.Model.IsPit));
    }

    [Theory]
    [InlineData(TransmitterFaults.Disobeys)]
    [InlineData(TransmitterFaults.TunesBeside)]
    public void NotObeyed_IsTold_TriedSlowly_AndOverWhenObeyed(TransmitterFaults faults)
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V21);
        bench.Model.Faults = faults;
        bench.Driver.SetFrequency(5740);

        Assert.True(bench.Run(5000, () => bench.Driver.Fault == TransmitterFault.NotObeyed));
        Assert.Equal(WiredTransmitter.MaxTries, bench.Orders.Count);
        bench.Run(10000);
        Assert.InRange(bench.Orders.Count, WiredTransmitter.MaxTries + 7, WiredTransmitter.MaxTries + 11);
        Assert.NotEqual(5740, bench.Driver.FrequencyMhz);
        Assert.True(bench.Driver.IsAnswering);

        bench.Model.Faults = TransmitterFaults.None;
        Assert.True(bench.Run(2500, () => bench.Driver.Fault == TransmitterFault.None && bench.Driver.FrequencyMhz == 5740));
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
            using var bench = new SmartAudioBench(SmartAudioVersion.V21);
            bench.Model.HasEcho = hasEcho;
            bench.Model.Faults = faults;
            bench.Driver.Mute();
            bench.Run(2500);
            Assert.Equal(TransmitterFault.None, bench.Driver.Fault);
            bench.Run(5000);

            Assert.Equal(expected, bench.Driver.Fault);
            Assert.False(bench.Driver.IsAnswering);
            Assert.False(bench.Driver.CanSetPower);
            Assert.Empty(bench.Orders);

            bench.Model.Faults = TransmitterFaults.None;
            Assert.True(bench.Run(6000, () => bench.Model.IsPit && bench.Driver.IsMuted));
        }
    }

    [Theory]
    [InlineData(TransmitterFaults.Noise)]
    [InlineData(TransmitterFaults.None)]
    public void NoiseInFront_IsSteppedOver(TransmitterFaults faults)
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V21);
        bench.Model.Faults = faults;
        bench.Driver.Transmit(100);

        Assert.True(bench.Run(2000, () => bench.Driver.PowerMw == 100));
        Assert.Equal(TransmitterFault.None, bench.Driver.Fault);
    }

    [Fact]
    public void TransmitterThatGoesSilent_IsNoLongerAnswering_AndStateIsNotInvented()
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V21);
        bench.Run(1000);
        bench.Model.Faults = TransmitterFaults.Silent;
        bench.Driver.Mute();

        bench.Run(2000);
        Assert.True(bench.Driver.IsAnswering);
        Assert.False(bench.Driver.IsMuted);
        bench.Run(2000);
        Assert.False(bench.Driver.IsAnswering);
        Assert.False(bench.Driver.IsMuted);
        Assert.Equal(TransmitterFault.NoAnswer, bench.Driver.Fault);
    }

    [Theory]
    [InlineData(SmartAudioVersion.V2)]
    [InlineData(SmartAudioVersion.V21)]
    public void Requests_AreNeverCloserThan150Ms(SmartAudioVersion version)
    {
        using var bench = new SmartAudioBench(version, new SmartAudioOptions { PollMs = 150 });
        bench.Model.ReplyDelayMs = 5;
        bench.Driver.SetFrequency(5740);
        bench.Driver.Transmit(500);
        bench.Run(5000, stepMs: 1);

        Assert.True(bench.Model.Requests > 20);
        Assert.True(bench.Model.LeastIntervalMs >= 150, $"{bench.Model.LeastIntervalMs}");
    }

    [Fact]
    public void ClockThatIsOff_IsFoundByAutobaud()
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V2);
        bench.Model.TrueBaud = 4930;

        Assert.True(bench.Run(30000, () => bench.Driver.IsAnswering));
        var baud = bench.Port.BaudRate;
        Assert.InRange(baud, 4850, 4950);
        bench.Run(30000);
        Assert.Equal(baud, bench.Port.BaudRate);
    }

    [Fact]
    public void WithoutAutobaud_SpeedStays()
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V2, new SmartAudioOptions { Autobaud = false });
        bench.Model.Faults = TransmitterFaults.Silent;
        bench.Run(30000);

        Assert.Equal(4800, bench.Port.BaudRate);
    }

    [Fact]
    public void StandingLoop_LosesNothing()
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V21);
        bench.Driver.Mute();
        bench.Run(10000, stepMs: 1500);

        Assert.True(bench.Driver.IsMuted);
    }

    [Fact]
    public void ClosedPort_IsCountedAndNoAnswer()
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V2);
        bench.Port.Close();
        bench.Run(4000);

        Assert.True(bench.Driver.PortErrors > 0);
        Assert.Equal(TransmitterFault.NoAnswer, bench.Driver.Fault);
    }

    [Fact]
    public void OptionsAndOrdersOutOfRange_AreRefused()
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V2);
        Assert.Throws<ArgumentOutOfRangeException>(() => bench.Driver.Transmit(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => bench.Driver.SetFrequency(5299));
        Assert.Throws<ArgumentOutOfRangeException>(() => bench.Driver.SetFrequency(6001));
        Refused(new SmartAudioOptions { PollMs = 149 });
        Refused(new SmartAudioOptions { LevelsMw = [25, 200, 500] });
        Refused(new SmartAudioOptions { LevelsMw = [25, 200, 200, 800] });

        static void Refused(SmartAudioOptions options) => Assert.Throws<ArgumentException>(() => new SmartAudioBench(SmartAudioVersion.V2, options));
    }

    [Fact]
    public void RandomBytes_NeverThrow_AndAreNeverASetting()
    {
        // CRC-8 lets one in 256 through: that of settings, and only whole frames of their length, which random bytes hardly make.
        Gen.Byte.Array[0, 300].Sample(bytes =>
        {
            var parser = new SmartAudioParser();
            var request = new byte[SmartAudioFrame.MaxRequestBytes];
            parser.Expect(request, SmartAudioFrame.WriteRequest(request, 1, 0, 0));
            var reply = new SmartAudioReply();
            for (var offset = 0; offset < bytes.Length;)
            {
                var taken = parser.Feed(bytes, offset, Math.Min(7, bytes.Length - offset));
                while (parser.TryRead(reply))
                {
                }

                Assert.True(taken > 0);
                offset += taken;
            }
        });
    }

    [Fact]
    public void NoRequest_IsEverAReply()
    {
        Gen.Select(Gen.Int[1, 5], Gen.Int[0, 0xFFFF], Gen.Int[0, 2]).Sample((command, value, payload) =>
        {
            var request = new byte[SmartAudioFrame.MaxRequestBytes];
            var count = SmartAudioFrame.WriteRequest(request, command, value, payload);
            Assert.False(SmartAudioFrame.IsReply(request, 0, payload));

            // Heard back by a parser that does not expect it, and behind another.
            var parser = new SmartAudioParser();
            parser.Feed(request, 0, count);
            parser.Feed(request, 0, count);
            Assert.False(parser.TryRead(new SmartAudioReply()));
        });
    }

    [Fact]
    public void FramesAmongRandomBytes_AreFound()
    {
        byte[] frame = [0xAA, 0x55, 0x02, 0x03, 0x00, 0x01, 0x0F];
        Gen.Byte.Array[0, 40].Sample(noise =>
        {
            var parser = new SmartAudioParser();
            parser.Feed([.. noise, .. frame, .. frame, .. frame, .. frame], 0, noise.Length + (4 * frame.Length));
            Assert.True(parser.TryRead(new SmartAudioReply()));
        });
    }

    [Fact]
    public void SteadyUse_AllocatesNothing()
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V21);
        bench.Model.Ordered = null;
        Use(400);
        var start = GC.GetAllocatedBytesForCurrentThread();
        Use(4000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - start);
        Assert.True(bench.Driver.Requests > 100);
        Assert.True(bench.Driver.IsAnswering);

        void Use(int steps)
        {
            for (var step = 0; step < steps; step++)
            {
                bench.Driver.SetFrequency(step / 100 % 2 == 0 ? 5740 : 5800);
                bench.Driver.Transmit(step / 150 % 2 == 0 ? 25 : 400);
                bench.Run(5);
            }
        }
    }
}

using DroneLink.Drivers;
using DroneLink.Drivers.SmartAudio;
using DroneLink.Host.Models;
using Xunit;

namespace DroneLink.Host.Tests.SmartAudio;

/// <summary>The wire: pace, waiting, speed, and what is told of a transmitter that does not answer well.</summary>
public class SmartAudioLinkTests
{
    [Fact]
    public void Request_HasAByteOfZerosInFront()
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V2);
        bench.Driver.Step(5);

        Assert.Equal([0, 0xAA, 0x55, 0x03, 0x00, 0x9F], bench.Wire.TakeReceived());
    }

    [Theory]
    [InlineData(110, true)]
    [InlineData(160, true)]
    [InlineData(120, false)]
    public void SlowAnswer_IsWaitedForWhileItComes(int delayMs, bool hasEcho)
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V21);
        bench.Model.ReplyDelayMs = delayMs; // its last byte is there 60 ms later
        bench.Model.HasEcho = hasEcho;
        bench.Run(5000);

        Assert.Equal((true, 0u), (bench.Driver.IsAnswering, bench.Driver.Missed));
        Assert.Equal(SmartAudioVersion.V21, bench.Driver.Version);
    }

    [Fact]
    public void WireThatIsNeverQuiet_DoesNotStopRequests()
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V2);
        bench.Model.Faults = TransmitterFaults.Silent;
        bench.Run(10000, () =>
        {
            bench.Wire.Send([0x13]);
            return false;
        });

        Assert.InRange(bench.Driver.Missed, 10u, 20u);
        Assert.Equal(TransmitterFault.BadAnswer, bench.Driver.Fault);
    }

    [Fact]
    public void Requests_ArePaced_AndAMissedOneIsRepeatedAtOnce()
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V2, new SmartAudioOptions { PollMs = 2000 });
        bench.Run(20000);
        Assert.InRange(bench.Driver.Requests, 10u, 12u);

        bench.Model.Faults = TransmitterFaults.Silent;
        var missed = bench.Driver.Missed;
        Assert.True(bench.Run(2500, () => bench.Driver.Missed > missed));
        bench.Model.Faults = TransmitterFaults.None;
        Assert.False(bench.Run(3000, () => !bench.Driver.IsAnswering));

        bench.Model.Faults = TransmitterFaults.Silent;
        Assert.True(bench.Run(6000, () => !bench.Driver.IsAnswering));
        var requests = bench.Driver.Requests;
        bench.Run(20000);
        Assert.InRange(bench.Driver.Requests - requests, 9u, 11u);
    }

    [Fact]
    public void SettingsThatCannotBe_AreABadAnswer()
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V2);
        bench.Model.SetChannel(0, 5);
        bench.Model.Mode = SmartAudioMode.ByFrequency;
        bench.Run(5000);

        Assert.Equal((false, TransmitterFault.BadAnswer), (bench.Driver.IsAnswering, bench.Driver.Fault));
    }

    [Fact]
    public void BadAnswersThatEnd_AreNoAnswer()
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V2);
        bench.Model.Faults = TransmitterFaults.Garbage;
        bench.Run(5000);
        Assert.Equal(TransmitterFault.BadAnswer, bench.Driver.Fault);
        bench.Model.Faults = TransmitterFaults.Silent;
        bench.Run(3500);

        Assert.Equal(TransmitterFault.NoAnswer, bench.Driver.Fault);
    }

    [Fact]
    public void StandingLoop_HasItsTimeToAnswerAgain()
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V2);
        bench.Model.Faults = TransmitterFaults.Silent;
        bench.Run(5000);
        Assert.Equal(TransmitterFault.NoAnswer, bench.Driver.Fault);
        bench.Run(10000, stepMs: 10000);
        bench.Run(2900);
        Assert.Equal(TransmitterFault.None, bench.Driver.Fault);
        bench.Run(200);

        Assert.Equal(TransmitterFault.NoAnswer, bench.Driver.Fault);
    }

    [Fact]
    public void ClosedPort_CountsEachReadAndEachWrite()
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V2);
        bench.Port.Close();
        bench.Run(4000, stepMs: 5);

        Assert.Equal(800u + bench.Driver.Requests, bench.Driver.PortErrors);
        Assert.True(bench.Driver.Requests > 5);
    }

    [Fact]
    public void Dispose_ClosesThePort()
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V2);
        bench.Driver.Dispose();

        Assert.False(bench.Port.IsOpen);
    }

    [Fact]
    public void ClockThatIsOff_IsTriedAfterTenRequests_AndSpeedsGoRound()
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V2);
        bench.Model.Faults = TransmitterFaults.Silent;
        foreach (var baud in new[] { 4850, 4900, 4950, 4800, 4850 })
        {
            Assert.True(bench.Run(5500, () => bench.Port.BaudRate == baud), $"{baud}");
        }
    }

    [Theory]
    [InlineData(3, 20, true)]
    [InlineData(2, 1, false)]
    public void FewAnswersMissed_KeepTheSpeed_AndManyDoNot(int missed, int answered, bool isKept)
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V2);
        bench.Run(6000);
        Assert.Equal(4800, bench.Port.BaudRate);
        for (var round = 0; round < 8 && bench.Port.BaudRate == SmartAudioTransmitter.BaudRate; round++)
        {
            var until = bench.Driver.Missed + (uint)missed;
            bench.Model.Faults = TransmitterFaults.Silent;
            Assert.True(bench.Run(10000, () => bench.Driver.Missed >= until));
            bench.Model.Faults = TransmitterFaults.None;
            until = bench.Driver.Requests + (uint)answered;
            Assert.True(bench.Run(20000, () => bench.Driver.Requests >= until));
            bench.Run(120);
        }

        Assert.Equal(isKept, bench.Port.BaudRate == SmartAudioTransmitter.BaudRate);
    }

    [Theory]
    [InlineData(SmartAudioVersion.V1, 9, 25)]
    [InlineData(SmartAudioVersion.V2, 4, 3)]
    public void PowerThatIsNoLevel_IsNotInvented(SmartAudioVersion version, byte unknown, byte known)
    {
        using var bench = new SmartAudioBench(version);
        bench.Driver.Step(5);
        Send(unknown);
        bench.Driver.Step(10);
        Assert.Equal((version, 0), (bench.Driver.Version, bench.Driver.PowerMw));
        Send(known);
        bench.Driver.Step(15);

        Assert.True(bench.Driver.PowerMw > 0);

        void Send(byte power)
        {
            byte[] reply = [0xAA, 0x55, (byte)(version == SmartAudioVersion.V1 ? 1 : 9), 5, 0, power, 0, 0x16, 0xE9, 0];
            reply[^1] = SmartAudioFrame.Crc(reply, 2, reply.Length - 3);
            bench.Wire.Send(reply);
        }
    }

    [Fact]
    public void Answer_HoldsForThreeSeconds()
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V1);
        bench.Driver.Step(5);
        bench.Wire.Send([0xAA, 0x55, 0x01, 0x06, 0x00, 0x00, 0x01, 0x16, 0xE9, 0x4D]);
        bench.Driver.Step(10);
        bench.Driver.Step(1500);
        bench.Driver.Step(3009);
        Assert.True(bench.Driver.IsAnswering);
        bench.Driver.Step(3010);

        Assert.Equal((false, TransmitterFault.NoAnswer), (bench.Driver.IsAnswering, bench.Driver.Fault));
    }

    [Fact]
    public void Version1_HasNoPitMode()
    {
        using var bench = new SmartAudioBench(SmartAudioVersion.V1);
        bench.Model.Mode = SmartAudioMode.Pit;
        bench.Driver.Transmit(200);
        bench.Run(3000);

        Assert.Equal((false, 200, TransmitterFault.None), (bench.Driver.IsMuted, bench.Driver.PowerMw, bench.Driver.Fault));
    }
}

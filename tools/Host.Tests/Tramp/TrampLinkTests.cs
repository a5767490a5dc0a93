using DroneLink.Drivers;
using DroneLink.Drivers.Tramp;
using DroneLink.Host.Models;
using Xunit;

namespace DroneLink.Host.Tests.Tramp;

/// <summary>The wire: polls, silence, and a transmitter that comes back as another.</summary>
public class TrampLinkTests
{
    [Theory]
    [InlineData(200, 45)]
    [InlineData(2000, 45)]
    [InlineData(200, 0)]
    [InlineData(2000, 0)] // no sensor: its question is not answered
    public void Polls_AtAnyPace_HoldAnswerAndTemperature(int pollMs, int celsius)
    {
        using var bench = new TrampBench(new TrampOptions { PollMs = pollMs });
        bench.Model.Celsius = celsius;
        bench.Run(5000);

        Assert.False(bench.Run(30000, () => !bench.Driver.IsAnswering || bench.Driver.HasTemperature != (celsius != 0)));
        Assert.Equal(TransmitterFault.None, bench.Driver.Fault);
    }

    [Fact]
    public void MissedState_IsAskedForAgainAtOnce()
    {
        using var bench = new TrampBench(new TrampOptions { PollMs = 2000 });
        bench.Run(5000);
        bench.Model.Faults = TransmitterFaults.Silent;
        var missed = bench.Driver.Missed;
        Assert.True(bench.Run(2500, () => bench.Driver.Missed > missed));
        bench.Model.Faults = TransmitterFaults.None;

        Assert.False(bench.Run(5000, () => !bench.Driver.IsAnswering));
    }

    [Fact]
    public void TransmitterThatComesBack_IsNotBelievedByWhatItWasBefore()
    {
        using var bench = new TrampBench();
        bench.Driver.Mute();
        Assert.True(bench.Run(3000, () => bench.Driver.IsMuted));
        bench.Model.Faults = TransmitterFaults.Silent;
        bench.Run(4000);
        bench.Model.IsPit = false;
        bench.Model.Faults = TransmitterFaults.None;

        Assert.True(bench.Run(3000, () => bench.Driver.IsAnswering));
        Assert.False(bench.Driver.IsMuted);
        Assert.True(bench.Run(1000, () => bench.Model.IsPit));
    }

    [Fact]
    public void TransmitterThatComesBackAsAnother_IsAskedForItsLimitsAndStateFirst()
    {
        using var bench = new TrampBench();
        bench.Driver.SetFrequency(5990);
        bench.Run(3000);
        Assert.Equal(TransmitterFault.Unsupported, bench.Driver.Fault);
        bench.Model.Faults = TransmitterFaults.Silent;
        bench.Run(4000);
        bench.Model.Faults = TransmitterFaults.None;
        bench.Model.HighestMhz = 6000;
        bench.Model.FrequencyMhz = 5990;
        bench.Run(4000);

        Assert.Equal((5990, TransmitterFault.None), (bench.Driver.FrequencyMhz, bench.Driver.Fault));
        Assert.Empty(bench.Orders);
    }

    [Fact]
    public void StateThatCannotBe_IsABadAnswer()
    {
        using var bench = new TrampBench();
        bench.Model.FrequencyMhz = 5;
        bench.Run(3500);

        Assert.False(bench.Run(10000, () => bench.Driver.IsAnswering || bench.Driver.Fault != TransmitterFault.BadAnswer));
        Assert.False(bench.Driver.CanMute);
    }

    [Fact]
    public void ManyBytesAtOnce_AreTakenInOneStep()
    {
        using var bench = new TrampBench();
        bench.Model.Faults = TransmitterFaults.Silent;
        Assert.True(bench.Run(3000, () => bench.Driver.Requests == 2));
        var state = new byte[TrampFrame.Bytes];
        TrampFrame.Write(state, TrampCommand.GetState, 5800);
        bench.Wire.Send(new byte[150]);
        bench.Wire.Send(state);
        bench.Driver.Step(bench.NowMs + 5);

        Assert.Equal((true, 5800), (bench.Driver.IsAnswering, bench.Driver.FrequencyMhz));
    }
}

using DroneLink.Load.Network;
using DroneLink.Load.Sessions;

namespace DroneLink.Tool.Tests.EndToEnd;

/// <summary>The firmware's uplink and the station over real sockets, with a fault of the network at one byte of each session.</summary>
public sealed class SessionFaultTests
{
    private const int Cases = 400;
    private const int Jobs = 48;

    /// <summary>Fresh cases each time, of all that <c>tools/Bench -- sessions</c> runs.</summary>
    [Fact]
    public async Task FaultAtAnyByte_LosesNothing_StoresOnce_AndStallsNotForLong()
    {
        var token = TestContext.Current.CancellationToken;
        var seed = Random.Shared.Next();
        await using var bench = await SessionBench.StartAsync(token);
        var campaign = new SessionCampaign(bench, Jobs);
        var all = await campaign.EnumerateAsync(token);

        await campaign.RunAsync(new Random(seed).GetItems([.. all], Cases), _ => { }, token);

        Assert.True(campaign.Failures.IsEmpty, $"seed {seed}: {string.Join("\n\n", campaign.Failures.Take(3))}");
        Assert.InRange(campaign.Outcomes.Count(pair => pair.Outcome.HasStruck), Cases * 9 / 10, int.MaxValue);
    }

    [Fact]
    public void Case_IsReadAsItWasWritten()
    {
        foreach (var toxic in Enum.GetValues<Toxic>())
        {
            var one = new SessionCase(toxic == Toxic.Down, toxic == Toxic.Slicer ? Direction.Up : Direction.Down, 123, toxic);
            Assert.Equal(one, SessionCase.Parse(one.ToString()));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("mqtt-up-123")]
    [InlineData("mqtt-up-123-timeout-")]
    [InlineData("coap-up-123-timeout")]
    [InlineData("mqtt-in-123-timeout")]
    [InlineData("mqtt-7-123-timeout")]
    [InlineData("mqtt-up-123-99")]
    [InlineData("mqtt-up-0x1-timeout")]
    [InlineData("mqtt-up-4294967296-timeout")]
    public void Case_ThatThereIsNot_IsNoCase(string text) => Assert.Throws<FormatException>(() => SessionCase.Parse(text));
}

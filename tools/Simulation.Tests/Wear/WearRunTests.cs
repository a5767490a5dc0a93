using DroneLink.Simulation.Commands;
using DroneLink.Simulation.Wear;

namespace DroneLink.Simulation.Tests.Wear;

public class WearRunTests
{
    private static readonly WearOptions Short = new() { Days = 10 };

    [Fact]
    public void FlashLastsAtLeastFiveYears_AtTheDefaults() => Assert.InRange(WearRun.Run(Short).LifeYears(100_000), 5, 100);

    [Fact]
    public void WhatIsAcknowledgedInTime_NeverTouchesFlash()
    {
        var result = WearRun.Run(Short with { Days = 2, Offline = 0 });
        Assert.InRange(result.Recorded, 2 * 86_400 * 2, 2 * 86_400 * 3);
        Assert.Equal(0, result.Flash.Commits);
        Assert.Equal(0, result.WorstErases);
    }

    [Fact]
    public void WithoutTheCloud_ItWearsAllTheTime_AndTheRingGivesUpTheOldest()
    {
        var result = WearRun.Run(Short with { Days = 2, Offline = 1 });
        Assert.Equal(1, result.OfflineShare);
        Assert.Equal(0, result.Flash.CursorWrites);
        Assert.InRange(result.Overwritten, result.Recorded / 2, result.Recorded);
        Assert.True(result.WorstErases > 3 * WearRun.Run(Short with { Days = 2 }).WorstErases);
    }

    [Fact]
    public void SameSeed_SameWear()
    {
        var one = WearRun.Run(Short with { Days = 3, Seed = 7 });
        var again = WearRun.Run(Short with { Days = 3, Seed = 7 });
        Assert.Equal(one.Flash.Erases, again.Flash.Erases);
        Assert.Equal(one.Recorded, again.Recorded);
        Assert.NotEqual(one.Flash.Erases, WearRun.Run(Short with { Days = 3, Seed = 8 }).Flash.Erases);
    }

    [Theory]
    [InlineData("--offline", "2")]
    [InlineData("--segments", "60")]
    [InlineData("--endurance", "many")]
    public async Task WhatCannotBe_IsSaid(string option, string value) => Assert.Equal(1, await CommandTree.RunAsync(["wear", "--days", "1", option, value]));
}

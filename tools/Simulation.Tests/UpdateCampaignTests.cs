using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Update;

namespace DroneLink.Simulation.Tests;

public class UpdateCampaignTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(20261125)]
    public void SameSeed_IsTheSameStory_AndTheSameTally(int seed)
    {
        var (story, tally) = Run(seed, null);
        var (again, tallyAgain) = Run(seed, null);
        Assert.True(story.Count > 300, $"only {story.Count} lines");
        Assert.Equal(story, again);
        Assert.Equal(tally, tallyAgain);
    }

    [Fact]
    public void FaultsThatAreLeftOut_LeaveTheOtherLivesAsTheyAre()
    {
        var (all, _) = Run(5, null);
        var (one, _) = Run(5, new HashSet<int> { 7 });
        Assert.Contains(one, line => line.Contains("power cut at operation", StringComparison.Ordinal));
        Assert.InRange(one.Count, 5, all.Count / 10);
        Assert.All(one.Where(line => line.Contains("power cut at operation", StringComparison.Ordinal)), line => Assert.Contains(line, all));
    }

    [Fact]
    public void Cuts_OfOneTwoAndThree_AndEveryDisturbance_AreTried()
    {
        var runner = new CampaignRunner(new UpdateCampaign(), 1, 100);
        runner.Run(20, 0, _ => { });
        Assert.Null(runner.Failure);
        foreach (var cuts in (int[])[1, 2, 3]) Assert.True(runner.Tally.Sum($"lives of {cuts} cuts") > 100, $"{cuts} cuts");
        foreach (var what in Enum.GetValues<OtaDisturbance>()) Assert.True(runner.Tally.Sum($"disturbances: {what}") > 10, $"{what}");
        Assert.True(runner.Tally.Sum("cuts") > 1000);
    }

    private static (List<string> Story, List<string> Tally) Run(int seed, IReadOnlySet<int>? only)
    {
        var story = new List<string>();
        var tally = new Tally();
        Assert.Null(CampaignRunner.RunOne(new UpdateCampaign(), seed, tally, story.Add, only));
        return (story, [.. tally.Lines()]);
    }
}

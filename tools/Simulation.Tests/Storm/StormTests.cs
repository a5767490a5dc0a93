using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Storm;

namespace DroneLink.Simulation.Tests.Storm;

public class StormTests
{
    [Fact]
    public void SameSeed_TellsTheSameStory()
    {
        var story = Tell(3);
        Assert.Equal(story, Tell(3));
        Assert.NotEqual(story, Tell(4));
        Assert.True(story.Count > 5, string.Join('\n', story));
    }

    [Fact]
    public void BrokerThatTakesTooFew_IsAViolation()
    {
        var failure = CampaignRunner.RunOne(new StormCampaign(new StormOptions(200, 0)), 1, new Tally());
        Assert.IsType<ViolationException>(failure?.Exception);
        Assert.Contains("not settled", failure.Exception.Message, StringComparison.Ordinal);
    }

    private static List<string> Tell(int seed)
    {
        var told = new List<string>();
        var tally = new Tally();
        Assert.Null(CampaignRunner.RunOne(new StormCampaign(new StormOptions(200, 2)), seed, tally, told.Add));
        return [.. told, .. tally.Lines()];
    }
}

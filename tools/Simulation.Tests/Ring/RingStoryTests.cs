using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Ring;

namespace DroneLink.Simulation.Tests.Ring;

public sealed class RingStoryTests
{
    public static TheoryData<string> Names() => ["ring", "mount", "flips"];

    [Theory]
    [MemberData(nameof(Names))]
    public void SameSeed_SameStory_ByteForByte(string name)
    {
        Campaign campaign = name switch
        {
            "ring" => new RingCampaign(),
            "mount" => new MountCampaign(),
            _ => new FlipCampaign(),
        };
        for (var seed = 0; seed < 3; seed++)
        {
            var (story, tally) = Tell(campaign, seed);
            Assert.NotEmpty(story);
            Assert.True(tally.Sum(campaign.Unit) > 0, $"seed {seed} tries nothing");
            Assert.Equal(story, Tell(campaign, seed).Story);
        }
    }

    private static (List<string> Story, Tally Tally) Tell(Campaign campaign, int seed)
    {
        var story = new List<string>();
        var tally = new Tally();
        Assert.Null(CampaignRunner.RunOne(campaign, seed, tally, story.Add));
        story.AddRange(tally.Lines());
        return (story, tally);
    }
}

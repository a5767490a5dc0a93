using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Fleet;

namespace DroneLink.Simulation.Tests.Fleet;

public class FleetCampaignTests
{
    private const int OnAws = 5;
    private const int OnAFile = 11;

    [Theory]
    [InlineData(OnAws, "AWS, by a broker of one's own")]
    [InlineData(OnAFile, "embedded")]
    public void SameSeed_TellsTheSameStory_ToTheByte(int seed, string cloud)
    {
        var (first, firstTally) = Tell(seed);
        var (second, secondTally) = Tell(seed);
        Assert.Equal(1, firstTally.Sum($"fleets on {cloud}"));
        Assert.Contains(first, line => line.Contains("FAULT", StringComparison.Ordinal));
        Assert.True(first.Count > 100, $"only {first.Count} lines");
        Assert.Equal(first, second);
        Assert.Equal(firstTally.Lines(), secondTally.Lines());
    }

    [Fact]
    public void OtherSeeds_TellOtherStories() => Assert.NotEqual(Tell(OnAws).Story, Tell(OnAws + 1).Story);

    [Fact]
    public void EveryRecord_HasOneFate()
    {
        var tally = new Tally();
        for (var seed = 1; seed <= 8; seed++) Assert.Null(CampaignRunner.RunOne(new FleetCampaign(6), seed, tally));
        string[] fates = ["stored", "dead-lettered, dated ahead by a wrong clock", "lost to flipped bits", "lost in commit windows", "overwritten, and never in the cloud"];
        Assert.True(tally.Sum("records recorded") > 1000, string.Join('\n', tally.Lines()));
        Assert.Equal(tally.Sum("records recorded"), fates.Sum(fate => tally.Sum("records " + fate)));
        Assert.Equal(8 * 6 / 24.0, tally.Sum("device-days") / tally.Sum("devices") * 8);
    }

    [Theory]
    [InlineData(OnAws)]
    [InlineData(OnAFile)]
    public void WithoutFaults_EveryRecordIsStored(int seed)
    {
        var tally = new Tally();
        Assert.Null(CampaignRunner.RunOne(new FleetCampaign(6), seed, tally, null, new HashSet<int>()));
        Assert.True(tally.Sum("records recorded") > 100);
        Assert.Equal(tally.Sum("records recorded"), tally.Sum("records stored"));
        Assert.Equal(tally.Sum("devices"), tally.Sum("boots"));
    }

    [Fact]
    public void YearOfAFleet_IsNotTakenForOneThatHangs()
    {
        Assert.InRange(new FleetCampaign(24).CaseLimit.TotalMinutes, 1, 5);
        Assert.InRange(new FleetCampaign(24 * 365).CaseLimit.TotalMinutes, 5, 60);
    }

    [Fact]
    public void BrokenPromise_IsFound_AndItsStoryIsShort()
    {
        // A stream that says it stored what it did not, once in a while that something is wrong with it.
        var campaign = new FleetCampaign(24) { StreamForgets = true };
        var failure = Enumerable.Range(1, 40).Select(seed => CampaignRunner.RunOne(campaign, seed, new Tally())).First(failure => failure is not null)!;
        Assert.IsType<ViolationException>(failure.Exception);
        var kept = Shrinker.Shrink(failure, 60);
        Assert.InRange(kept.Count, 1, 4);
        Assert.NotNull(CampaignRunner.RunOne(campaign, failure.Seed, new Tally(), null, kept.ToHashSet()));
    }

    private static (List<string> Story, Tally Tally) Tell(int seed)
    {
        var (story, tally) = (new List<string>(), new Tally());
        Assert.Null(CampaignRunner.RunOne(new FleetCampaign(12), seed, tally, story.Add));
        return (story, tally);
    }
}

using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Planted;

namespace DroneLink.Simulation.Tests.Planted;

public class PlantedBugsTests
{
    [Fact]
    public void EachBug_StillApplies_Once()
    {
        foreach (var bug in PlantedBugs.All)
        {
            var source = File.ReadAllText(SourceTree.PathOf(bug.File));
            Assert.NotEqual(source, bug.Plant(source));
        }
    }

    [Fact]
    public void Names_AreTaken_Once()
    {
        Assert.Equal(PlantedBugs.All.Count, PlantedBugs.All.Select(bug => bug.Name).Distinct().Count());
    }

    [Fact]
    public void EachBug_HasACampaign_ThatThereIs()
    {
        var campaigns = AllCampaigns.Create().Select(campaign => campaign.Name).ToHashSet();
        foreach (var bug in PlantedBugs.All)
        {
            Assert.NotEmpty(bug.Finders);
            Assert.All(bug.Finders.OfType<CampaignFinder>(), finder => Assert.Contains(finder.Campaign, campaigns));
        }
    }

    [Fact]
    public void TextThatIsNotThere_OrTwice_IsSaid()
    {
        var bug = new PlantedBug("b", "a", "w", "f", "x", "y");
        Assert.Equal("ay", bug.Plant("ax"));
        Assert.Contains("no such text", Assert.Throws<PlantedBugException>(() => bug.Plant("a")).Message, StringComparison.Ordinal);
        Assert.Contains("more than once", Assert.Throws<PlantedBugException>(() => bug.Plant("xx")).Message, StringComparison.Ordinal);
    }
}

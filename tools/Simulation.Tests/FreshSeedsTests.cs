using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Tests;

/// <summary>A twentieth of what <c>budget</c> runs, on seeds that are new in every run: who only runs the tests has tried that much.</summary>
public class FreshSeedsTests
{
    public static TheoryData<string> Names => [.. AllCampaigns.Create().Select(campaign => campaign.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryPromiseHolds(string name)
    {
        var campaign = AllCampaigns.Create().Single(one => one.Name == name);
        var runner = new CampaignRunner(campaign, 1, Random.Shared.Next());
        runner.Run(0, campaign.BudgetAmount / 20, _ => { });
        Assert.True(runner.Failure is null, $"{name}, seed {runner.Failure?.Seed}: {runner.Failure?.Exception}");
        Assert.True(runner.Tally.Sum(campaign.Unit) >= campaign.BudgetAmount / 20, "less was tried");
    }
}

using System.CommandLine;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Commands;

/// <summary><c>budget</c>: what every change is held to. The cases that failed once, then fresh ones of every campaign.</summary>
internal static class BudgetCommand
{
    /// <summary>Creates it.</summary>
    public static Command Create()
    {
        var command = new Command("budget", "Run what every change is held to: the cases that failed once, then fresh ones of every campaign.");
        var jobs = CampaignCommand.Jobs();
        command.Options.Add(jobs);
        command.SetAction(parsed =>
        {
            var campaigns = AllCampaigns.Create();
            var held = campaigns.Count(campaign => Replay(campaign) & CampaignReport.Run(campaign, parsed.GetValue(jobs), Random.Shared.Next(), 0, campaign.BudgetAmount));
            Console.Out.WriteLine($"{held} of {campaigns.Count} campaigns: every promise held.");
            return held == campaigns.Count ? 0 : 1;
        });
        return command;
    }

    private static bool Replay(Campaign campaign)
    {
        var seeds = OnceFailed.Of(campaign.Name);
        var failures = seeds.Select(seed => CampaignRunner.RunOne(campaign, seed, new Tally())).OfType<Failure>().ToList();
        failures.ForEach(CampaignReport.Explain);
        if (seeds.Count > 0) Console.Out.WriteLine($"{campaign.Name}: {seeds.Count} cases that failed once, {failures.Count} failed again");
        return failures.Count == 0;
    }
}

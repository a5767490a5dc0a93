using System.CommandLine;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Commands;

/// <summary>The command line.</summary>
internal static class CommandTree
{
    /// <summary>Runs it.</summary>
    /// <returns>0 when every promise held, 1 when one was broken or the command line is wrong.</returns>
    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Tries to lose what DroneLink promises to keep.");
        foreach (var campaign in AllCampaigns.Create()) root.Subcommands.Add(CampaignCommand.Create(campaign));
        root.Subcommands.Add(BudgetCommand.Create());
        root.Subcommands.Add(WearCommand.Create());
        return root.Parse(args).InvokeAsync();
    }
}

using System.CommandLine;
using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Fleet;
using DroneLink.Simulation.Hostile;
using DroneLink.Simulation.Storm;

namespace DroneLink.Simulation.Commands;

/// <summary>The command line.</summary>
internal static class CommandTree
{
    /// <summary>Runs it.</summary>
    /// <returns>0 when every promise held, 1 when one was broken or the command line is wrong.</returns>
    public static Task<int> RunAsync(string[] args) => Create().Parse(args).InvokeAsync();

    /// <summary>Creates it.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand("Tries to lose what DroneLink promises to keep. Without a command: whole fleets, as the command fleet.");
        FleetCommand.AddTo(root);
        foreach (var campaign in AllCampaigns.Create()) root.Subcommands.Add(CommandOf(campaign));
        root.Subcommands.Add(BudgetCommand.Create());
        root.Subcommands.Add(PlantedCommand.Create());
        root.Subcommands.Add(WearCommand.Create());
        return root;
    }

    private static Command CommandOf(Campaign campaign) => campaign switch
    {
        HostileCampaign => HostileCommand.Create(campaign),
        StormCampaign => StormCommand.Create(),
        FleetCampaign => FleetCommand.Create(campaign),
        _ => CampaignCommand.Create(campaign),
    };
}

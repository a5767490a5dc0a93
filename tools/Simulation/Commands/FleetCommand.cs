using System.CommandLine;
using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Fleet;

namespace DroneLink.Simulation.Commands;

/// <summary>The command of the fleets, which also says how long each lives.</summary>
internal static class FleetCommand
{
    private const int MostHours = 24 * 365;

    /// <summary>Creates it.</summary>
    public static Command Create(Campaign campaign)
    {
        var command = new Command(campaign.Name, campaign.Description);
        AddTo(command);
        return command;
    }

    /// <summary>Makes a command one that runs fleets.</summary>
    public static void AddTo(Command command)
    {
        var hours = new Option<int>("--hours")
        {
            HelpName = "H",
            Description = $"Hours that each fleet lives among faults, 1 to {MostHours}; a part of what says a case. Default {FleetCampaign.DefaultHours}.",
            DefaultValueFactory = _ => FleetCampaign.DefaultHours,
            CustomParser = result => CampaignCommand.ReadWhole(result, "--hours", 1, MostHours) ?? FleetCampaign.DefaultHours,
        };
        command.Options.Add(hours);
        CampaignCommand.AddTo(command, parsed => new FleetCampaign(parsed.GetValue(hours)));
    }
}

using System.CommandLine;
using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Hostile;

namespace DroneLink.Simulation.Commands;

/// <summary>Gives the campaign <c>hostile</c> the option to try one door alone.</summary>
internal static class HostileCommand
{
    /// <summary>Creates it.</summary>
    public static Command Create(Campaign campaign)
    {
        var command = new Command(campaign.Name, campaign.Description);
        var door = new Option<string?>("--door") { HelpName = "NAME", Description = $"Tries one door alone: {string.Join(", ", AllDoors.Names)}. Default: one after the other." };
        door.AcceptOnlyFromAmong([.. AllDoors.Names]);
        command.Options.Add(door);
        CampaignCommand.AddTo(command, parsed => new HostileCampaign(parsed.GetValue(door)));
        return command;
    }
}

using System.CommandLine;
using DroneLink.Simulation.Storm;

namespace DroneLink.Simulation.Commands;

/// <summary><c>storm</c>: the campaign, in the size that is wanted.</summary>
internal static class StormCommand
{
    /// <summary>Creates it.</summary>
    public static Command Create()
    {
        var command = new Command("storm", new StormCampaign(StormOptions.Small).Description);
        var large = new Option<bool>("--large") { Description = "10,000 devices and 100 connections a second, in place of 1,000 and 10." };
        command.Options.Add(large);
        CampaignCommand.AddTo(command, parsed => new StormCampaign(parsed.GetValue(large) ? StormOptions.Large : StormOptions.Small));
        return command;
    }
}

using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Fleet;

/// <summary>Whole fleets for hours: the real firmware and the real cloud code, and everything between and around them fails.</summary>
/// <param name="hours">How long each fleet lives among faults.</param>
internal sealed class FleetCampaign(int hours = FleetCampaign.DefaultHours) : Campaign
{
    /// <summary>Hours of a fleet, unless something else is asked for.</summary>
    public const int DefaultHours = 24;

    public override string Name => "fleet";

    public override string Description => "Whole fleets through power cuts, networks, brokers, streams, stores and clocks that fail.";

    public override string Unit => "device-days";

    public override long BudgetAmount => 1000;

    public override void Run(Case run) => new FleetStory(run, hours).Run();
}

using DroneLink.Simulation.Fleet;
using DroneLink.Simulation.Forged;
using DroneLink.Simulation.Hostile;
using DroneLink.Simulation.Storm;
using DroneLink.Simulation.Update;

namespace DroneLink.Simulation.Campaigns;

/// <summary>The campaigns. Every one is registered here, and nowhere else.</summary>
internal static class AllCampaigns
{
    /// <summary>Creates them, in the order in which the budget runs them.</summary>
    public static IReadOnlyList<Campaign> Create() =>
    [
        new HostileCampaign(),
        new ForgedCampaign(),
        new StormCampaign(StormOptions.Small),
        new UpdateCampaign(),
        new FleetCampaign(),
    ];
}

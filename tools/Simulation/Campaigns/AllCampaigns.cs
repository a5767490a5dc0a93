using DroneLink.Simulation.Fleet;
using DroneLink.Simulation.Forged;
using DroneLink.Simulation.Hostile;
using DroneLink.Simulation.Ring;
using DroneLink.Simulation.Storm;
using DroneLink.Simulation.Update;

namespace DroneLink.Simulation.Campaigns;

/// <summary>The campaigns. Every one is registered here, and nowhere else.</summary>
internal static class AllCampaigns
{
    /// <summary>Creates them, in the order in which the budget runs them.</summary>
    public static IReadOnlyList<Campaign> Create() =>
    [
        new RingCampaign(),
        new MountCampaign(),
        new FlipCampaign(),
        new UpdateCampaign(),
        new FleetCampaign(),
        new StormCampaign(StormOptions.Small),
        new HostileCampaign(),
        new ForgedCampaign(),
    ];
}

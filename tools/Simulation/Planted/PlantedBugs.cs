namespace DroneLink.Simulation.Planted;

/// <summary>The bugs that are put into the code. Every table of them is named here, and nowhere else.</summary>
internal static class PlantedBugs
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<PlantedBug> All { get; } =
        [.. RingBugs.All, .. UplinkBugs.All, .. UpdateBugs.All, .. SignatureBugs.All, .. CloudBugs.All];
}

namespace DroneLink.Simulation.Planted;

/// <summary>Bugs in what carries the frames to the cloud.</summary>
internal static class UplinkBugs
{
    private const string Area = "uplink";

    private static readonly Finder Storm = new("storm", 6000);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new(
            "no-jitter", Area, "Every device waits the whole window of its back-off.", "Firmware/Uplink/Backoff.cs",
            "return (int)(NextRandom() % (ulong)(window + 1));", "return (int)window;", Storm),
        new(
            "same-seed", Area, "All devices draw the same waits.", "Firmware/Uplink/CloudUplink.cs",
            "uint seed = Crc32.Compute(id, 0, id.Length) ^ bootId;", "uint seed = 1;", Storm),
    ];
}

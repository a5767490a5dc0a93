namespace DroneLink.Simulation.Forged;

/// <summary>The forgers. Every one is registered here, and nowhere else.</summary>
internal static class AllForgers
{
    private static readonly Func<Forger>[] Table =
    [
        () => new PostForger(),
        () => new FrameForger(),
        () => new FetchForger(),
        () => new ManifestForger(),
        () => new BeaconForger(),
        () => new TokenForger(),
        () => new TopicForger(),
        () => new ReplayForger(),
    ];

    /// <summary>Creates the forger of a case.</summary>
    public static Forger Create(int seed) => Table[(int)((uint)seed % Table.Length)]();
}

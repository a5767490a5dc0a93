namespace DroneLink.Simulation.Update;

/// <summary>What an offered payload does.</summary>
internal enum PayloadKind
{
    /// <summary>It runs, and reaches the cloud.</summary>
    Good,

    /// <summary>It ends every boot at once.</summary>
    Crashes,

    /// <summary>It cannot be loaded.</summary>
    CannotBeLoaded,

    /// <summary>It runs, and never reaches the cloud.</summary>
    NeverReachesCloud,

    /// <summary>What is sent is not what was announced.</summary>
    NotAsAnnounced,
}

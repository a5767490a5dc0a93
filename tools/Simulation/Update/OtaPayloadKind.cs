namespace DroneLink.Simulation.Update;

/// <summary>What an offered payload does.</summary>
public enum OtaPayloadKind
{
    /// <summary>It runs, and reaches the cloud.</summary>
    Good,

    /// <summary>It ends every boot at once.</summary>
    Crashes,

    /// <summary>It cannot be loaded.</summary>
    CannotBeLoaded,

    /// <summary>It runs, and never reaches the cloud.</summary>
    NeverReachesCloud,

    /// <summary>It runs and reaches the cloud, and fails every few seconds.</summary>
    KeepsFailing,

    /// <summary>What is sent is not what was announced.</summary>
    NotAsAnnounced,

    /// <summary>It is what was announced, and no assembly.</summary>
    NoAssembly,
}

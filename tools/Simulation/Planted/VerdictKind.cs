namespace DroneLink.Simulation.Planted;

/// <summary>What can come of a trial.</summary>
internal enum VerdictKind
{
    /// <summary>Every promise held.</summary>
    Held,

    /// <summary>A campaign broke off.</summary>
    Found,

    /// <summary>It could not be tried, or did not come to an end.</summary>
    Failed,
}

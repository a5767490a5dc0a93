namespace DroneLink.Simulation.Planted;

/// <summary>What has to find a planted bug.</summary>
/// <param name="Campaign">The campaign's name.</param>
/// <param name="Amount">How much it may try, in its own unit.</param>
internal sealed record Finder(string Campaign, long Amount);

namespace DroneLink.Simulation.Campaigns;

/// <summary>A case that broke a promise.</summary>
/// <param name="Campaign">Which campaign found it.</param>
/// <param name="Seed">Number of the case.</param>
/// <param name="Struck">The faults that happened in it, by number.</param>
/// <param name="Exception">What was wrong.</param>
internal sealed record Failure(Campaign Campaign, int Seed, IReadOnlyList<int> Struck, Exception Exception);

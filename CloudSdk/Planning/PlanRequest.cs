namespace DroneLink.CloudSdk.Planning;

/// <summary>What <c>POST /v1/plan</c> is asked.</summary>
/// <param name="Drones">How many to plan for; null when <paramref name="Frequencies"/> are to be rated.</param>
/// <param name="Region">The profile to keep to.</param>
/// <param name="Bands">The tables to choose from.</param>
/// <param name="Fixed">Frequencies of drones that stay where they are, MHz.</param>
/// <param name="Avoid">Where others transmit, MHz.</param>
/// <param name="Frequencies">Frequencies to rate, MHz; null for a proposal.</param>
internal sealed record PlanRequest(
    int? Drones,
    RegionProfile Region,
    IReadOnlyList<ChannelBand> Bands,
    IReadOnlyList<int> Fixed,
    IReadOnlyList<int> Avoid,
    IReadOnlyList<int>? Frequencies);

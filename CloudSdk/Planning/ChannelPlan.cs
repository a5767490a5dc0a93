namespace DroneLink.CloudSdk.Planning;

/// <summary>A frequency for each drone.</summary>
/// <param name="Frequencies">MHz: the fixed ones in the order given, then the proposed ones, ascending.</param>
/// <param name="IsExact">
/// Whether no other plan is better. False when the search came to its bound: then it is the best of those that it saw.
/// </param>
public sealed record ChannelPlan(IReadOnlyList<int> Frequencies, bool IsExact);

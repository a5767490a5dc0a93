namespace DroneLink.Load.Network;

/// <summary>One fault of a network, which strikes once.</summary>
/// <param name="Toxic">What it is.</param>
/// <param name="Direction">The way of the bytes that it meets.</param>
/// <param name="At">Number of the first byte that it meets, of all that went that way, over all connections.</param>
/// <param name="Lasts">How long it lasts, where it ends by itself.</param>
internal sealed record Fault(Toxic Toxic, Direction Direction, long At, TimeSpan Lasts);

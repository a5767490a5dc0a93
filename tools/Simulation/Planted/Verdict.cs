namespace DroneLink.Simulation.Planted;

/// <summary>What came of a trial.</summary>
/// <param name="Kind">Whether a campaign broke off.</param>
/// <param name="Text">Which one, after how many cases and with what words; or why none did.</param>
/// <param name="Seconds">How long it took, compiling included.</param>
internal sealed record Verdict(VerdictKind Kind, string Text, double Seconds = 0);

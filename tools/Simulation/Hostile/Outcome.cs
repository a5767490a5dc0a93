namespace DroneLink.Simulation.Hostile;

/// <summary>What came of an input. One that was not seen before makes its input worth keeping.</summary>
/// <param name="IsAccepted">Whether it was taken for what it should be.</param>
/// <param name="Code">Tells outcomes apart: an error's number, a status, a count.</param>
internal readonly record struct Outcome(bool IsAccepted, int Code);

namespace DroneLink.Simulation.Planted;

/// <summary>A planted bug cannot be tried: it no longer applies, or what comes of it does not compile.</summary>
internal sealed class PlantedBugException(string message) : Exception(message);

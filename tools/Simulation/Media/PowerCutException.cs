namespace DroneLink.Simulation.Media;

/// <summary>The power went.</summary>
internal sealed class PowerCutException : Exception;

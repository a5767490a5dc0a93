namespace DroneLink.Simulation.Ring;

/// <summary>The power went.</summary>
internal sealed class PowerCutException : Exception;

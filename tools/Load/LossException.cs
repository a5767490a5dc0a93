namespace DroneLink.Load;

/// <summary>Something that is promised does not hold.</summary>
internal sealed class LossException(string message) : Exception(message);

using DroneLink.Firmware;

namespace DroneLink.Host.Board;

/// <summary>What a twin knows of itself: the heap of its process is no device's, so it is unknown.</summary>
public sealed class HostSystemProbe : ISystemProbe
{
    /// <inheritdoc/>
    public long GetFreeHeapBytes() => -1;
}

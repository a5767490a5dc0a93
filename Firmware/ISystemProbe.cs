namespace DroneLink.Firmware
{
    /// <summary>What the board knows of itself.</summary>
    public interface ISystemProbe
    {
        /// <summary>Returns the free bytes of the managed heap, or -1 when that is unknown.</summary>
        long GetFreeHeapBytes();
    }
}

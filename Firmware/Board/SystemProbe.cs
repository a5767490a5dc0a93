namespace DroneLink.Firmware.Board
{
    /// <summary>What an ESP32 knows of itself.</summary>
    public sealed class SystemProbe : ISystemProbe
    {
        /// <inheritdoc/>
        public long GetFreeHeapBytes()
        {
            return nanoFramework.Runtime.Native.GC.Run(false);
        }
    }
}

namespace DroneLink.Firmware.Uplink
{
    /// <summary>Whether a frame of the ring can be sent.</summary>
    public enum FrameReadiness
    {
        /// <summary>It can.</summary>
        Ready,

        /// <summary>Not now: the flash was busy, or the heap was full.</summary>
        Later,

        /// <summary>It never can.</summary>
        Never,
    }
}

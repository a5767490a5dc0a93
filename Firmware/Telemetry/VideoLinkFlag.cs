namespace DroneLink.Firmware.Telemetry
{
    /// <summary>Bits of <see cref="VideoLinkField.Flags"/>.</summary>
    public static class VideoLinkFlag
    {
        /// <summary>The input was at the top of its range.</summary>
        public const int Saturated = 1;

        /// <summary>No sample came in the window.</summary>
        public const int Stale = 8;

        /// <summary>The two-point calibration is the module's own.</summary>
        public const int Calibrated = 16;
    }
}

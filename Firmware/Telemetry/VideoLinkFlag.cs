namespace DroneLink.Firmware.Telemetry
{
    /// <summary>Bits of <see cref="VideoLinkField.Flags"/>.</summary>
    public static class VideoLinkFlag
    {
        /// <summary>The input was at the top of its range.</summary>
        public const int Saturated = 1;

        /// <summary>The receiver did not take its frequency.</summary>
        public const int TuneFailed = 2;

        /// <summary>The receiver does not answer on its bus: its pins are still the channel switches that it left the factory with.</summary>
        public const int NotInSpiMode = 4;

        /// <summary>Samples stand for less than half of the window, or there was none.</summary>
        public const int Stale = 8;

        /// <summary>The two-point calibration is the module's own.</summary>
        public const int Calibrated = 16;

        /// <summary>The frequency is not in the configured region plan.</summary>
        public const int OutsideRegionPlan = 32;
    }
}

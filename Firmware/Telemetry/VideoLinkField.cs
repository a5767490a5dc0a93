namespace DroneLink.Firmware.Telemetry
{
    /// <summary>Field numbers of <see cref="RecordKind.VideoLink"/>.</summary>
    public static class VideoLinkField
    {
        /// <summary>MHz.</summary>
        public const int Frequency = 0;

        /// <summary>0.01 dBm.</summary>
        public const int RssiMean = 1;

        /// <summary>0.01 dBm.</summary>
        public const int RssiMin = 2;

        /// <summary>0.01 dBm.</summary>
        public const int RssiMax = 3;

        /// <summary>0.01 dB.</summary>
        public const int RssiStdDev = 4;

        /// <summary>Share of the window above the threshold, 0.1 %.</summary>
        public const int Availability = 10;

        /// <summary>See <see cref="VideoLinkFlag"/>.</summary>
        public const int Flags = 14;

        /// <summary>Length of the window, ms.</summary>
        public const int Window = 16;

        /// <summary>Mean of the RSSI pin, mV.</summary>
        public const int RssiVoltage = 17;
    }
}

namespace DroneLink.Firmware.Telemetry
{
    /// <summary>Field numbers of <see cref="RecordKind.VideoLink"/>. Firmware/Application/VideoLink/README.md says how each is come by.</summary>
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

        /// <summary>Power that a free channel has at this receiver, 0.01 dBm.</summary>
        public const int NoiseFloor = 5;

        /// <summary><see cref="RssiMean"/> above <see cref="NoiseFloor"/>, 0.01 dB.</summary>
        public const int Snr = 6;

        /// <summary>Fades that began in the window.</summary>
        public const int FadeCount = 7;

        /// <summary>Time of the window spent in fades, ms.</summary>
        public const int FadeTime = 8;

        /// <summary>Length of the longest fade that was going on in the window, from its beginning, ms: may exceed the window.</summary>
        public const int LongestFade = 9;

        /// <summary>Share of the observed time above the threshold, 0.1 %.</summary>
        public const int Availability = 10;

        /// <summary>How much foreign carriers near the channel harm it, 0..100.</summary>
        public const int Interference = 11;

        /// <summary>Share of the band's other channels that are in use, %.</summary>
        public const int Occupancy = 12;

        /// <summary>Loss beyond that of free space, 0.01 dB; may be negative.</summary>
        public const int ExcessPathLoss = 13;

        /// <summary>See <see cref="VideoLinkFlag"/>.</summary>
        public const int Flags = 14;

        /// <summary>0..100.</summary>
        public const int Health = 15;

        /// <summary>Length of the window, ms.</summary>
        public const int Window = 16;

        /// <summary>Mean of the RSSI pin, mV.</summary>
        public const int RssiVoltage = 17;
    }
}

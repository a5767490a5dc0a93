namespace DroneLink.Firmware.VideoLink
{
    /// <summary>How the video link is watched.</summary>
    public sealed class VideoLinkOptions
    {
        /// <summary>Frequency that the receiver is tuned to, MHz; 0, the default, is unknown and left out.</summary>
        public int FrequencyMhz { get; set; }

        /// <summary>ms between samples, 1..60,000; default 50.</summary>
        public int SampleMs { get; set; } = 50;

        /// <summary>ms that one record stands for, at least <see cref="SampleMs"/>, up to 600,000; default 1000.</summary>
        public int WindowMs { get; set; } = 1000;

        /// <summary>Power above which there is a picture, 0.01 dBm; default -8500.</summary>
        public int ThresholdCentiDbm { get; set; } = -8500;
    }
}

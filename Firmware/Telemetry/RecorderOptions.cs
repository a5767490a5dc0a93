namespace DroneLink.Firmware.Telemetry
{
    /// <summary>When frames are sealed and committed.</summary>
    public sealed class RecorderOptions
    {
        /// <summary>A frame is sealed when its first record is this old, ms. 1 to 60,000; default 1,000.</summary>
        public int FrameMaxAgeMs { get; set; } = 1000;

        /// <summary>A frame is sealed once it has this many bytes. 64 to 2,000; default 1,000.</summary>
        public int FrameMaxBytes { get; set; } = 1000;

        /// <summary>What is not acknowledged is on flash within this time, ms: what a power cut may cost. 100 to 600,000; default 10,000.</summary>
        public int CommitWindowMs { get; set; } = 10000;
    }
}

namespace DroneLink.Drivers.Rx5808
{
    /// <summary>How a point is measured.</summary>
    public sealed class RssiCalibrationOptions
    {
        /// <summary>Samples of a point, 10..10,000; default 100.</summary>
        public int Samples { get; set; } = 100;

        /// <summary>ms between two of them, 1..1000; default 20, so a point takes 2 s.</summary>
        public int SampleMs { get; set; } = 20;

        /// <summary>Highest standard deviation, mV, 1..1000; default 25, some 2.5 dB.</summary>
        public int MaxDeviationMv { get; set; } = 25;
    }
}

namespace DroneLink.Drivers.Rx5808
{
    /// <summary>
    /// Two points of a receiver's RSSI curve, between which it is taken for a line. The defaults are nominal: 0.5 V to 1.1 V is the
    /// data sheet's span, -90 dBm its sensitivity, and no public source gives the power at the top, so -30 dBm is an estimate. And
    /// the ADC's offset, which is the board's and not the receiver's.
    /// </summary>
    public sealed class RssiPinOptions
    {
        /// <summary>Voltage at the lower point, mV, 0..3500; default 500.</summary>
        public int MinMv { get; set; } = 500;

        /// <summary>Power at the lower point, 0.01 dBm; default -9000.</summary>
        public int MinCentiDbm { get; set; } = -9000;

        /// <summary>Voltage at the upper point, mV, above <see cref="MinMv"/>, up to 3500; default 1100.</summary>
        public int MaxMv { get; set; } = 1100;

        /// <summary>Power at the upper point, 0.01 dBm, above <see cref="MinCentiDbm"/>; default -3000.</summary>
        public int MaxCentiDbm { get; set; } = -3000;

        /// <summary>Whether the points were measured on this very module; default false.</summary>
        public bool Calibrated { get; set; }

        /// <summary>
        /// mV at count 0, 0..200; default 142, which ESP-IDF takes for ADC1 of an ESP32 at 11/12 dB (esp_adc_cal: mV = 0.8056 x count
        /// + 142). Other chips of the family start near 0. A pin takes it when it is created.
        /// </summary>
        public int OffsetMv { get; set; } = RssiPin.NominalOffsetMv;

        /// <summary>ADC reads that one sample is the mean of, 1..1024; default 16.</summary>
        public int Oversampling { get; set; } = 16;
    }
}

namespace DroneLink.Drivers.NtcThermistor
{
    /// <summary>
    /// A thermistor, its series resistor and the ADC behind. A curve is either <see cref="Beta"/> with <see cref="R25Ohm"/>, or
    /// Steinhart and Hart's three coefficients, which count as soon as one of them is not 0.
    /// </summary>
    public sealed class NtcThermistorOptions
    {
        /// <summary>Resistor in series, ohm, 100..1,000,000; default 10,000.</summary>
        public int SeriesOhm { get; set; } = 10000;

        /// <summary>Resistance at 25 °C, ohm, 100..1,000,000; default 10,000.</summary>
        public int R25Ohm { get; set; } = 10000;

        /// <summary>B of the data sheet, kelvin, 1000..10,000; default 3950.</summary>
        public int Beta { get; set; } = 3950;

        /// <summary>Steinhart and Hart's A; default 0.</summary>
        public double SteinhartA { get; set; }

        /// <summary>Steinhart and Hart's B; default 0.</summary>
        public double SteinhartB { get; set; }

        /// <summary>Steinhart and Hart's C; default 0.</summary>
        public double SteinhartC { get; set; }

        /// <summary>Whether the thermistor goes to the supply and the resistor to ground; default false, the other way round.</summary>
        public bool IsToSupply { get; set; }

        /// <summary>Supply of the divider, mV, 1000..5000; default 3300. The pin must not be taken above 3300 mV.</summary>
        public int SupplyMv { get; set; } = 3300;

        /// <summary>
        /// mV at count 0, 0..200; default 142, which ESP-IDF takes for ADC1 of an ESP32 at 11/12 dB (esp_adc_cal). Other chips of the
        /// family start near 0.
        /// </summary>
        public int OffsetMv { get; set; } = 142;

        /// <summary>
        /// mV from count 0 to the highest, 2700..3700; default 3299, nominal: the line is mV = <see cref="OffsetMv"/> + span x count /
        /// 4095. ESP32's reference differs by chip, up to 9 %, and this with it: measured, this is the calibration.
        /// </summary>
        public int SpanMv { get; set; } = 3299;

        /// <summary>
        /// Whether the ADC keeps to that line up to its highest count; default false, ESP32's, which leaves it from about 2.3 V on:
        /// <see cref="NtcFormula.ToPinMv"/>.
        /// </summary>
        public bool IsStraight { get; set; }

        /// <summary>Lowest voltage that is believed, mV, 1 and more; default 150, where ESP32's ADC starts at 12 dB.</summary>
        public int MinMv { get; set; } = 150;

        /// <summary>
        /// Highest voltage that is believed, mV, above <see cref="MinMv"/>, up to 3500; default 3050. ESP-IDF vouches for ESP32's ADC up
        /// to 2450 mV; it counts on to about 3130 mV, 3060 on some chips, less exactly.
        /// </summary>
        public int MaxMv { get; set; } = 3050;

        /// <summary>
        /// Distance from the supply, mV, 1..500, within which the pin counts as tied to it; default 50. It is for a supply that the ADC can
        /// read, below 3 V or so; for a higher one the highest count stands in.
        /// </summary>
        public int RailMv { get; set; } = 50;

        /// <summary>ADC reads that one reading is the mean of, 1..1024, about 0.1 ms each on ESP32; default 32.</summary>
        public int Oversampling { get; set; } = 32;
    }
}

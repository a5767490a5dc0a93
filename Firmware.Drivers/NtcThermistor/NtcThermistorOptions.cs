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
        /// What the ADC's highest count stands for, mV, 2500..4000; default 3300, nominal. ESP32's reference differs by chip, up to 9 %:
        /// measured, this is the calibration.
        /// </summary>
        public int FullScaleMv { get; set; } = 3300;

        /// <summary>Lowest voltage that the ADC can tell, mV; default 150, ESP32's at 12 dB. Below it there is no temperature.</summary>
        public int MinMv { get; set; } = 150;

        /// <summary>Highest voltage that the ADC can tell, mV, above <see cref="MinMv"/>; default 2450, ESP32's at 12 dB.</summary>
        public int MaxMv { get; set; } = 2450;

        /// <summary>Distance from ground or supply up to which the pin counts as tied to it, mV, 1..<see cref="MinMv"/>; default 50.</summary>
        public int RailMv { get; set; } = 50;

        /// <summary>ADC reads that one reading is the mean of, 1..1024, about 0.1 ms each on ESP32; default 32.</summary>
        public int Oversampling { get; set; } = 32;
    }
}

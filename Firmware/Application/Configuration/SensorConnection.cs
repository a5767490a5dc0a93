using DroneLink.Drivers.Ds18b20;
using DroneLink.Drivers.NtcThermistor;

namespace DroneLink.Firmware.Configuration
{
    /// <summary>A temperature sensor and where it is.</summary>
    public sealed class SensorConnection
    {
        /// <summary>A thermistor at an ADC channel.</summary>
        public const string Ntc = "ntc";

        /// <summary>A DS18B20 on the 1-Wire bus, which is COM3.</summary>
        public const string Ds18b20 = "ds18b20";

        /// <summary>A BMP280 or BME280 on the I2C bus.</summary>
        public const string Bmp280 = "bmp280";

        /// <summary>What the transmitter tells of itself.</summary>
        public const string Own = "own";

        /// <summary>Which of these it is.</summary>
        public string Sensor { get; internal set; }

        /// <summary>Channel of ADC1, for a thermistor.</summary>
        public int AdcChannel { get; internal set; }

        /// <summary>Address on the I2C bus, for a BMP280.</summary>
        public int Address { get; internal set; }

        /// <summary>GPIO that receives, for the 1-Wire bus.</summary>
        public int RxPin { get; internal set; }

        /// <summary>GPIO that sends, for the 1-Wire bus.</summary>
        public int TxPin { get; internal set; }

        /// <summary>A thermistor's curve and circuit.</summary>
        public NtcThermistorOptions NtcOptions { get; } = new NtcThermistorOptions();

        /// <summary>A DS18B20's identity and resolution.</summary>
        public Ds18b20Options Ds18b20Options { get; } = new Ds18b20Options();
    }
}

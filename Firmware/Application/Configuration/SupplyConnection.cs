namespace DroneLink.Firmware.Configuration
{
    /// <summary>A supply sensor on the I2C bus.</summary>
    public sealed class SupplyConnection
    {
        /// <summary>An INA226.</summary>
        public const string Ina226 = "ina226";

        /// <summary>An INA219.</summary>
        public const string Ina219 = "ina219";

        /// <summary>Which of these it is.</summary>
        public string Sensor { get; internal set; }

        /// <summary>Address on the I2C bus.</summary>
        public int Address { get; internal set; }

        /// <summary>Its shunt, micro-ohm.</summary>
        public int ShuntMicroOhm { get; internal set; }

        /// <summary>The largest current to measure, mA.</summary>
        public int MaxCurrentMa { get; internal set; }
    }
}

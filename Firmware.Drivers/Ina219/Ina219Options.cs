namespace DroneLink.Drivers.Ina219
{
    /// <summary>What an <see cref="Ina219"/> is wired to. The shunt's drop at the highest current must not exceed 320 mV.</summary>
    public sealed class Ina219Options
    {
        /// <summary>Shunt, micro-ohm, 100..10,000,000; default 100,000 (marked R100).</summary>
        public int ShuntMicroOhm { get; set; } = 100000;

        /// <summary>
        /// Highest current to be measured either way, mA, 1..3,200,000; default 3200. It picks the amplifier's range, 40, 80, 160 or 320 mV;
        /// above it a reading may be <see cref="SensorFault.OutOfRange"/>.
        /// </summary>
        public int MaxCurrentMa { get; set; } = 3200;

        /// <summary>Samples that a reading is the mean of, 1.1 ms each: 1, 2, 4, 8, 16, 32, 64 or 128; default 16 (17 ms).</summary>
        public int Averaging { get; set; } = 16;
    }
}

namespace DroneLink.Drivers.Ina226
{
    /// <summary>What an <see cref="Ina226"/> is wired to. The shunt's drop at the highest current must not exceed 81.92 mV.</summary>
    public sealed class Ina226Options
    {
        /// <summary>Shunt, micro-ohm, 100..10,000,000; default 100,000 (marked R100).</summary>
        public int ShuntMicroOhm { get; set; } = 100000;

        /// <summary>
        /// Highest current to be measured either way, mA, 1..819,200; default 800. Above it, up to what the shunt allows, a reading may be
        /// <see cref="SensorFault.OutOfRange"/>.
        /// </summary>
        public int MaxCurrentMa { get; set; } = 800;

        /// <summary>Samples that a reading is the mean of, 2.2 ms each: 1, 4, 16, 64, 128, 256, 512 or 1024; default 16 (35 ms).</summary>
        public int Averaging { get; set; } = 16;
    }
}

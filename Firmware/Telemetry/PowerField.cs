namespace DroneLink.Firmware.Telemetry
{
    /// <summary>Field numbers of <see cref="RecordKind.Power"/>.</summary>
    public static class PowerField
    {
        /// <summary>mV.</summary>
        public const int Voltage = 0;

        /// <summary>mA.</summary>
        public const int Current = 1;

        /// <summary>Percent, 0..100.</summary>
        public const int Remaining = 2;

        /// <summary>mAh.</summary>
        public const int Consumed = 3;
    }
}

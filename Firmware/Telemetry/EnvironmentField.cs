namespace DroneLink.Firmware.Telemetry
{
    /// <summary>Field numbers of <see cref="RecordKind.Environment"/>.</summary>
    public static class EnvironmentField
    {
        /// <summary>0.01 °C.</summary>
        public const int Temperature = 0;

        /// <summary>Pa.</summary>
        public const int Pressure = 1;

        /// <summary>0.1 %.</summary>
        public const int Humidity = 2;
    }
}

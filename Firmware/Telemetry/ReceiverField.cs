namespace DroneLink.Firmware.Telemetry
{
    /// <summary>Field numbers of <see cref="RecordKind.Receiver"/>.</summary>
    public static class ReceiverField
    {
        /// <summary>0.01 °C.</summary>
        public const int Temperature = 0;

        /// <summary>mV.</summary>
        public const int Supply = 1;

        /// <summary>mA.</summary>
        public const int Current = 2;

        /// <summary>See <see cref="ReceiverState"/>.</summary>
        public const int State = 3;
    }
}

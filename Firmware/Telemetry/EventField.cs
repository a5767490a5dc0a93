namespace DroneLink.Firmware.Telemetry
{
    /// <summary>Field numbers of <see cref="RecordKind.Event"/>.</summary>
    public static class EventField
    {
        /// <summary>See <see cref="EventCode"/>.</summary>
        public const int Code = 0;

        /// <summary>See <see cref="Severity"/>.</summary>
        public const int Severity = 1;

        /// <summary>Meaning by code.</summary>
        public const int Value = 2;

        /// <summary>Meaning by code.</summary>
        public const int Value2 = 3;
    }
}

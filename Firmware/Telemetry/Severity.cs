namespace DroneLink.Firmware.Telemetry
{
    /// <summary>Severities as syslog (RFC 5424) and MAVLink have them.</summary>
    public static class Severity
    {
        /// <summary>System is unusable.</summary>
        public const int Emergency = 0;

        /// <summary>Act at once.</summary>
        public const int Alert = 1;

        /// <summary>Critical condition.</summary>
        public const int Critical = 2;

        /// <summary>Error.</summary>
        public const int Error = 3;

        /// <summary>Warning.</summary>
        public const int Warning = 4;

        /// <summary>Normal but worth knowing.</summary>
        public const int Notice = 5;

        /// <summary>Information.</summary>
        public const int Info = 6;

        /// <summary>For engineers.</summary>
        public const int Debug = 7;
    }
}

namespace DroneLink.Firmware.Autopilot
{
    /// <summary>Whose telemetry is recorded, and how often.</summary>
    public sealed class AutopilotOptions
    {
        /// <summary>MAVLink system of the autopilot, 1..255; 0, the default, takes the first that telemetry comes from.</summary>
        public int SystemId { get; set; }

        /// <summary>
        /// Whether its telemetry is recorded, default true. False for a ground receiver that hears the drone's telemetry: the drone records that
        /// itself, and here it only tells where the drone is and whether it flies.
        /// </summary>
        public bool IsRecorded { get; set; } = true;

        /// <summary>ms between positions; 0 takes each; default 1000.</summary>
        public int PositionPeriodMs { get; set; } = 1000;

        /// <summary>ms between attitudes; 0 takes each; default 1000.</summary>
        public int AttitudePeriodMs { get; set; } = 1000;

        /// <summary>ms between battery records; 0 takes each; default 5000.</summary>
        public int PowerPeriodMs { get; set; } = 5000;
    }
}

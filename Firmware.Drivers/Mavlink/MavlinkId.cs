namespace DroneLink.Drivers.Mavlink
{
    /// <summary>Message ids of MAVLink's common dialect that this driver decodes, or that callers name.</summary>
    public static class MavlinkId
    {
        /// <summary>Life sign of a component, 1 Hz; see <see cref="HeartbeatReading"/>.</summary>
        public const int Heartbeat = 0;

        /// <summary>Battery and load of the autopilot; see <see cref="SysStatusReading"/>.</summary>
        public const int SysStatus = 1;

        /// <summary>UTC as the autopilot knows it; see <see cref="SystemTimeReading"/>.</summary>
        public const int SystemTime = 2;

        /// <summary>The GNSS receiver's own fix; see <see cref="GpsRawIntReading"/>.</summary>
        public const int GpsRawInt = 24;

        /// <summary>Attitude; see <see cref="AttitudeReading"/>.</summary>
        public const int Attitude = 30;

        /// <summary>Fused position; see <see cref="GlobalPositionIntReading"/>.</summary>
        public const int GlobalPositionInt = 33;

        /// <summary>What a head-up display shows; see <see cref="VfrHudReading"/>.</summary>
        public const int VfrHud = 74;

        /// <summary>State of a telemetry radio; see <see cref="RadioStatusReading"/>.</summary>
        public const int RadioStatus = 109;

        /// <summary>One battery; see <see cref="BatteryStatusReading"/>.</summary>
        public const int BatteryStatus = 147;

        /// <summary>A text for people; see <see cref="StatusTextReading"/>.</summary>
        public const int StatusText = 253;

        /// <summary>What a camera streams; checked and delivered, not decoded.</summary>
        public const int VideoStreamInformation = 269;

        /// <summary>State of a camera's stream; checked and delivered, not decoded.</summary>
        public const int VideoStreamStatus = 270;

        /// <summary>Other people's payload; checked and delivered, not decoded.</summary>
        public const int Tunnel = 385;
    }
}

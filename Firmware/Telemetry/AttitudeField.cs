namespace DroneLink.Firmware.Telemetry
{
    /// <summary>Field numbers of <see cref="RecordKind.Attitude"/>.</summary>
    public static class AttitudeField
    {
        /// <summary>0.01 deg.</summary>
        public const int Roll = 0;

        /// <summary>0.01 deg.</summary>
        public const int Pitch = 1;

        /// <summary>0.01 deg.</summary>
        public const int Yaw = 2;
    }
}

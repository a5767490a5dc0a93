namespace DroneLink.Firmware.Telemetry
{
    /// <summary>Codes of <see cref="RecordKind.Event"/>.</summary>
    public static class EventCode
    {
        /// <summary>The device started. Value: reset reason.</summary>
        public const int Boot = 1;

        /// <summary>The clock became known. Value: UTC ms minus uptime ms; this is the anchor of the boot's earlier records.</summary>
        public const int ClockSynced = 2;

        /// <summary>The full ring gave up its oldest segment. Value: records in it.</summary>
        public const int BufferOverwrote = 10;

        /// <summary>No heartbeat for 5 s. Value: ms since the last.</summary>
        public const int AutopilotLost = 19;

        /// <summary>The supervisor restarted the device. Value: number of the stalled worker.</summary>
        public const int WatchdogReset = 20;
    }
}

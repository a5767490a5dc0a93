namespace DroneLink.Firmware.Telemetry
{
    /// <summary>Codes of <see cref="RecordKind.Event"/>.</summary>
    public static class EventCode
    {
        /// <summary>The device started. Value: reset reason.</summary>
        public const int Boot = 1;

        /// <summary>The clock became known. Value: UTC ms minus uptime ms; this is the anchor of the boot's earlier records.</summary>
        public const int ClockSynced = 2;

        /// <summary>The transmitter's temperature went over or under a mark. Value: 0.01 °C; value2: 0 normal, 1 warn, 2 throttle, 3 cut.</summary>
        public const int TransmitterHot = 7;

        /// <summary>The receiver's temperature went over or under a mark. Value and value2 as for <see cref="TransmitterHot"/>.</summary>
        public const int ReceiverHot = 8;

        /// <summary>The full ring gave up its oldest segment. Value: records in it.</summary>
        public const int BufferOverwrote = 10;

        /// <summary>No heartbeat for 5 s. Value: ms since the last.</summary>
        public const int AutopilotLost = 19;

        /// <summary>The supervisor restarted the device. Value: number of the stalled worker.</summary>
        public const int WatchdogReset = 20;

        /// <summary>Safety changed the transmitter. Value: its state; value2: why, see <see cref="Safety.SafetyReason"/>.</summary>
        public const int TransmitterState = 21;

        /// <summary>Safety changed the receiver. Value: its state; value2: why, see <see cref="Safety.SafetyReason"/>.</summary>
        public const int ReceiverState = 22;

        /// <summary>A sensor gives no reading. Value: which, see <see cref="Safety.MonitoredPart"/>; value2: why, see <see cref="Drivers.SensorFault"/>.</summary>
        public const int SensorFailed = 23;

        /// <summary>A sensor gives readings again. Value: which, see <see cref="Safety.MonitoredPart"/>.</summary>
        public const int SensorRestored = 24;

        /// <summary>A part is not as ordered. Value: which, see <see cref="Safety.MonitoredPart"/>; value2: the state ordered.</summary>
        public const int NotObeyed = 25;
    }
}

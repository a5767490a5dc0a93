namespace DroneLink.Firmware.Telemetry
{
    /// <summary>Codes of <see cref="RecordKind.Event"/>.</summary>
    public static class EventCode
    {
        /// <summary>The device started. Value: reset reason.</summary>
        public const int Boot = 1;

        /// <summary>The clock became known. Value: UTC ms minus uptime ms; this is the anchor of the boot's earlier records.</summary>
        public const int ClockSynced = 2;

        /// <summary>The video link became poor. Value: health 0..100; value2: power, 0.01 dBm.</summary>
        public const int LinkDegraded = 3;

        /// <summary>There is no picture. Value: power, 0.01 dBm; value2: ms below the threshold.</summary>
        public const int LinkLost = 4;

        /// <summary>The video link is good again. Value: power, 0.01 dBm; value2: ms since it stopped being so.</summary>
        public const int LinkRestored = 5;

        /// <summary>The transmitter is so near that the receiver is overdriven. Value: power, 0.01 dBm.</summary>
        public const int TransmitterTooClose = 6;

        /// <summary>The transmitter's temperature went over or under a mark. Value: 0.01 °C; value2: 0 normal, 1 warn, 2 throttle, 3 cut.</summary>
        public const int TransmitterHot = 7;

        /// <summary>The receiver's temperature went over or under a mark. Value and value2 as for <see cref="TransmitterHot"/>.</summary>
        public const int ReceiverHot = 8;

        /// <summary>A foreign carrier is near the channel. Value: interference 0..100; value2: its frequency, MHz.</summary>
        public const int Interference = 9;

        /// <summary>The full ring gave up its oldest segment. Value: records in it.</summary>
        public const int BufferOverwrote = 10;

        /// <summary>An update began to load. Value: its version, packed; value2: its build.</summary>
        public const int OtaStarted = 11;

        /// <summary>An update has proved itself and runs. Value: its version, packed; value2: its build.</summary>
        public const int OtaApplied = 12;

        /// <summary>A payload was given up: what was before it runs again. Value: why, see <see cref="Ota.OtaRollbackReason"/>; value2: its build.</summary>
        public const int OtaRolledBack = 13;

        /// <summary>An update was refused. Value: why, see <see cref="Ota.OtaRefusal"/>; value2: its build, 0 when not known.</summary>
        public const int OtaRejected = 14;

        /// <summary>A command was carried out.</summary>
        public const int CommandDone = 15;

        /// <summary>A command was refused, or failed.</summary>
        public const int CommandFailed = 16;

        /// <summary>Another drone is on a course too near.</summary>
        public const int PeerConflict = 17;

        /// <summary>The battery is low.</summary>
        public const int BatteryLow = 18;

        /// <summary>No heartbeat for 5 s. Value: ms since the last.</summary>
        public const int AutopilotLost = 19;

        /// <summary>The supervisor restarted the device. Value: number of the stalled worker.</summary>
        public const int WatchdogReset = 20;

        /// <summary>Safety changed the transmitter. Value: its state; value2: why, see <c>SafetyReason</c>.</summary>
        public const int TransmitterState = 21;

        /// <summary>Safety changed the receiver. Value: its state; value2: why, see <c>SafetyReason</c>.</summary>
        public const int ReceiverState = 22;

        /// <summary>A sensor gives no reading. Value: which, see <c>MonitoredPart</c>; value2: why, see <c>SensorFault</c>.</summary>
        public const int SensorFailed = 23;

        /// <summary>A sensor gives readings again. Value: which, see <c>MonitoredPart</c>.</summary>
        public const int SensorRestored = 24;

        /// <summary>A part is not as ordered. Value: which, see <c>MonitoredPart</c>; value2: the state ordered.</summary>
        public const int NotObeyed = 25;

        /// <summary>What <see cref="Interference"/> told is over. Value: the score.</summary>
        public const int InterferenceEnded = 26;

        /// <summary>What <see cref="TransmitterTooClose"/> told is over. Value: power, 0.01 dBm.</summary>
        public const int TransmitterTooCloseEnded = 27;
    }
}

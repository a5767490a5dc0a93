namespace DroneLink.Firmware.Commands
{
    /// <summary>The commands by name.</summary>
    public static class CommandName
    {
        /// <summary>Restarts the device.</summary>
        public const string Reboot = "reboot";

        /// <summary>Asks the cloud for an update now.</summary>
        public const string Update = "update";

        /// <summary>Records the last lines of the console.</summary>
        public const string SendLog = "sendLog";

        /// <summary>Gives the beacons another key.</summary>
        public const string RotateBeaconKey = "rotateBeaconKey";

        /// <summary>Changes settings.</summary>
        public const string ApplyConfiguration = "applyConfiguration";

        /// <summary>Tunes the ends of the link that are here.</summary>
        public const string SetChannel = "setChannel";

        /// <summary>Sets the transmitter's power in flight, or pit mode on the ground.</summary>
        public const string SetPower = "setPower";

        /// <summary>Sets how often is recorded.</summary>
        public const string SetRates = "setRates";

        /// <summary>Scans the band.</summary>
        public const string Scan = "scan";

        /// <summary>Measures a point of the receiver's RSSI curve.</summary>
        public const string Calibrate = "calibrate";

        /// <summary>Makes the device blink or beep.</summary>
        public const string Locate = "locate";
    }
}

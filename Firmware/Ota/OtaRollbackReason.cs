namespace DroneLink.Firmware.Ota
{
    /// <summary>Why a payload was given up: the value of <see cref="Telemetry.EventCode.OtaRolledBack"/>.</summary>
    public static class OtaRollbackReason
    {
        /// <summary>It could not be loaded, or not be created.</summary>
        public const int LoadFailed = 1;

        /// <summary>It used up its starts.</summary>
        public const int Crashed = 2;

        /// <summary>It did not prove itself in time.</summary>
        public const int NotConfirmed = 3;

        /// <summary>Its blocks on flash are no longer what was verified.</summary>
        public const int Unreadable = 4;
    }
}

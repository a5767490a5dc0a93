namespace DroneLink.Firmware.Supervision
{
    /// <summary>
    /// Why the device started. ESP32's own reset reason cannot be read from nanoFramework 1.17, so these are what the firmware wrote
    /// down before it went; a start with nothing written down is <see cref="PowerOn"/>, whether the power was cut or the CLR crashed.
    /// </summary>
    public static class ResetReason
    {
        /// <summary>Power came on, or was cut without warning, or the runtime crashed.</summary>
        public const int PowerOn = 0;

        /// <summary>An orderly restart.</summary>
        public const int Ordered = 1;

        /// <summary>The supervisor restarted the device since a worker stalled.</summary>
        public const int Stalled = 2;
    }
}

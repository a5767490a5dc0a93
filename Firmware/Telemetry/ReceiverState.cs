namespace DroneLink.Firmware.Telemetry
{
    /// <summary>Values of <see cref="ReceiverField.State"/>.</summary>
    public static class ReceiverState
    {
        /// <summary>Powered down.</summary>
        public const int Off = 0;

        /// <summary>Receiving.</summary>
        public const int On = 1;

        /// <summary>Powered down for heat.</summary>
        public const int CutForHeat = 2;
    }
}

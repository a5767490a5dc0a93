namespace DroneLink.Firmware.Telemetry
{
    /// <summary>Values of <see cref="TransmitterField.State"/>.</summary>
    public static class TransmitterState
    {
        /// <summary>Without supply; or in pit mode where nothing can cut the supply.</summary>
        public const int Off = 0;

        /// <summary>In pit mode: supplied, radiates next to nothing.</summary>
        public const int Pit = 1;

        /// <summary>At its full power.</summary>
        public const int On = 2;

        /// <summary>At its low power: for heat, on the ground, or because a sensor failed.</summary>
        public const int Throttled = 3;

        /// <summary>As <see cref="Off"/>, for heat.</summary>
        public const int CutForHeat = 4;
    }
}

namespace DroneLink.Firmware.Safety
{
    /// <summary>Rungs of a <see cref="ThermalLadder"/>.</summary>
    public enum ThermalLevel
    {
        /// <summary>As cool as it should be.</summary>
        Normal,

        /// <summary>Warm: somebody should know.</summary>
        Warn,

        /// <summary>Hot: less power.</summary>
        Throttle,

        /// <summary>Too hot: no power.</summary>
        Cut,
    }
}

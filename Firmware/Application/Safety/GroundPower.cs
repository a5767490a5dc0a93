namespace DroneLink.Firmware.Safety
{
    /// <summary>What a transmitter does while the drone stands on the ground, disarmed.</summary>
    public enum GroundPower
    {
        /// <summary>The least power that it can be set to; where its power cannot be set, pit mode; where it has neither, off.</summary>
        Low,

        /// <summary>Pit mode; where it has none, off.</summary>
        Pit,

        /// <summary>Off.</summary>
        Off,

        /// <summary>Full power, as in flight.</summary>
        Full,
    }
}

namespace DroneLink.Firmware.Uplink
{
    /// <summary>What came in over MQTT.</summary>
    public enum IncomingKind
    {
        /// <summary>Nothing, or nothing that was subscribed to.</summary>
        None,

        /// <summary>A command.</summary>
        Command,

        /// <summary>A word on updates.</summary>
        Ota,

        /// <summary>A beacon of a drone of the fleet.</summary>
        Beacon,
    }
}

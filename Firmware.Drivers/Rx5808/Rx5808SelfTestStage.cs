namespace DroneLink.Drivers.Rx5808
{
    /// <summary>What a self-test measures now.</summary>
    internal enum Rx5808SelfTestStage
    {
        /// <summary>Nothing.</summary>
        Idle,

        /// <summary>RSSI at a frequency.</summary>
        Tuned,

        /// <summary>RSSI with the synthesizer off.</summary>
        Deaf,

        /// <summary>RSSI with the receiver off.</summary>
        Off,
    }
}

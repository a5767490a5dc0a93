namespace DroneLink.Drivers
{
    /// <summary>What a transmitter is ordered.</summary>
    internal enum TransmitterOrder
    {
        /// <summary>Into pit mode, or out of it.</summary>
        Pit,

        /// <summary>Another frequency.</summary>
        Frequency,

        /// <summary>Another power.</summary>
        Power,
    }
}

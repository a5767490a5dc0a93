namespace DroneLink.Drivers
{
    /// <summary>Why a sensor has no reading.</summary>
    public enum SensorFault
    {
        /// <summary>It has one, or the first is under way.</summary>
        None,

        /// <summary>Nobody answers on the bus, or a transfer broke off.</summary>
        BusError,

        /// <summary>What answers is not the part: its identity is another.</summary>
        WrongChip,

        /// <summary>What came does not pass its check.</summary>
        CrcMismatch,

        /// <summary>The sensor's wire is open.</summary>
        Open,

        /// <summary>The sensor's wires are shorted.</summary>
        Short,

        /// <summary>The value cannot be: it is outside of what the part measures.</summary>
        OutOfRange,

        /// <summary>The part never measured: it has its power-on value.</summary>
        NotConverted,
    }
}

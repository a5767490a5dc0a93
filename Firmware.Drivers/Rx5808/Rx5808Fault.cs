namespace DroneLink.Drivers.Rx5808
{
    /// <summary>Why a receiver is not as ordered. It is tried again all the same, at a slow pace.</summary>
    public enum Rx5808Fault
    {
        /// <summary>It is as ordered, or is being set up.</summary>
        None,

        /// <summary>Registers read as all zeros or all ones: the module is not in SPI mode, is not there, or a wire of the bus is open or stuck.</summary>
        NotInSpiMode,

        /// <summary>The frequency's register reads another value than was written.</summary>
        TuneFailed,

        /// <summary>The power-down register reads another value than was written.</summary>
        PowerFailed,
    }
}

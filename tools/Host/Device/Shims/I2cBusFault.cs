namespace System.Device.I2c;

/// <summary>What goes wrong with a transfer.</summary>
public enum I2cBusFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Nobody acknowledges: a wire is off, or the line is stuck high.</summary>
    NotAcknowledged,

    /// <summary>The data line is held low and yet the transfer ends: all is acknowledged, zeros are read, nothing arrives.</summary>
    ReadsZeros,

    /// <summary>The part lets go of the line after its address: all is acknowledged, ones are read, nothing arrives.</summary>
    ReadsOnes,

    /// <summary>The clock line is held low.</summary>
    Timeout,

    /// <summary>It breaks off.</summary>
    Partial,

    /// <summary>The port throws.</summary>
    Throws,
}

namespace System.Device.I2c;

/// <summary>How a transfer ended.</summary>
public enum I2cTransferStatus
{
    /// <summary>Somehow.</summary>
    UnknownError,

    /// <summary>All bytes went over.</summary>
    FullTransfer,

    /// <summary>The bus did not come free within a second.</summary>
    ClockStretchTimeout,

    /// <summary>It broke off.</summary>
    PartialTransfer,

    /// <summary>Nobody answered.</summary>
    SlaveAddressNotAcknowledged,
}

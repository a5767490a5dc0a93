namespace System.Device.I2c;

/// <summary>What became of a transfer.</summary>
public readonly struct I2cTransferResult
{
    internal I2cTransferResult(I2cTransferStatus status) => Status = status;

    /// <summary>How it ended.</summary>
    public I2cTransferStatus Status { get; }
}

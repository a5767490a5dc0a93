namespace System.Device.I2c;

/// <summary>nanoFramework's I2C device, as far as the firmware uses it. Host code gets it from an <see cref="I2cBus"/>.</summary>
public class I2cDevice : IDisposable
{
    private readonly I2cBus _bus;
    private readonly int _address;
    private bool _disposed;

    internal I2cDevice(I2cBus bus, int address)
    {
        _bus = bus;
        _address = address;
    }

    /// <summary>Writes bytes.</summary>
    public I2cTransferResult Write(SpanByte buffer)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new(_bus.Transfer(_address, buffer.AsSpan(), default));
    }

    /// <summary>Writes bytes and, without letting go of the bus, reads some.</summary>
    public I2cTransferResult WriteRead(SpanByte writeBuffer, SpanByte readBuffer)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new(_bus.Transfer(_address, writeBuffer.AsSpan(), readBuffer.AsSpan()));
    }

    /// <summary>Closes it.</summary>
    public void Dispose()
    {
        _disposed = true;
        GC.SuppressFinalize(this);
    }
}

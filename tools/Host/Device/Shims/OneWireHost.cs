using System;

namespace nanoFramework.Device.OneWire;

/// <summary>nanoFramework's 1-Wire host, as far as the firmware uses it. The board's has no bus to be given: it has one.</summary>
public class OneWireHost : IDisposable
{
    private readonly OneWireBus _bus;
    private bool _disposed;

    /// <summary>Creates the host of a bus.</summary>
    public OneWireHost(OneWireBus bus)
    {
        ArgumentNullException.ThrowIfNull(bus);
        _bus = bus;
    }

    /// <summary>Resets the bus.</summary>
    /// <returns>Whether a part, or whatever else held the line low, was there.</returns>
    public bool TouchReset()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _bus.Reset();
    }

    /// <summary>Sends a bit, and reads what the line made of it.</summary>
    public bool TouchBit(bool value)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _bus.Touch(value);
    }

    /// <summary>Sends a byte, lowest bit first, and reads what the line made of it.</summary>
    public byte TouchByte(byte value)
    {
        var read = 0;
        for (var bit = 0; bit < 8; bit++)
        {
            read |= TouchBit(((value >> bit) & 1) != 0) ? 1 << bit : 0;
        }

        return (byte)read;
    }

    /// <summary>Reads a byte.</summary>
    public byte ReadByte() => TouchByte(0xFF);

    /// <summary>Closes it.</summary>
    public void Dispose()
    {
        _disposed = true;
        GC.SuppressFinalize(this);
    }
}

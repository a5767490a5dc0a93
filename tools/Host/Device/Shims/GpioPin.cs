namespace System.Device.Gpio;

/// <summary>
/// An open pin. As on ESP32 with nanoFramework: an output starts low, a pin that is no output cannot be written, an output reads low
/// whatever it drives, and a pin that is closed is left as an input.
/// </summary>
public sealed class GpioPin : IDisposable
{
    private readonly GpioController _controller;
    private readonly GpioLine _line;
    private bool _disposed;

    internal GpioPin(GpioController controller, int number)
    {
        _controller = controller;
        _line = controller.GetLine(number);
        PinNumber = number;
    }

    /// <summary>Its number.</summary>
    public int PinNumber { get; }

    /// <summary>Returns whether it has a mode.</summary>
    public bool IsPinModeSupported(PinMode pinMode) => pinMode != PinMode.Output || GpioController.CanBeOutput(PinNumber);

    /// <summary>Sets its mode; an output goes low, whatever it was before.</summary>
    /// <exception cref="ArgumentException">The pin has no such mode.</exception>
    public void SetPinMode(PinMode value)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!IsPinModeSupported(value))
        {
            throw new ArgumentException($"pin {PinNumber} is an input only");
        }

        _line.SetMode(value);
    }

    /// <summary>Reads it.</summary>
    public PinValue Read()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _line.Mode != PinMode.Output && _line.IsHigh;
    }

    /// <summary>Drives it.</summary>
    /// <exception cref="ArgumentException">It is no output.</exception>
    public void Write(PinValue value)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_line.Mode != PinMode.Output)
        {
            throw new ArgumentException($"pin {PinNumber} is no output");
        }

        _line.Drive((bool)value);
    }

    /// <summary>Closes it: it becomes an input.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _controller.Close(PinNumber);
        }
    }
}

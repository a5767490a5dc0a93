namespace System.Device.Gpio;

/// <summary>
/// nanoFramework's GPIO, as far as the firmware uses it, as it is on ESP32. Each controller has pins of its own, so the devices of one
/// process do not meet. What is wired to a pin is its <see cref="GpioLine"/>.
/// </summary>
public sealed class GpioController : IDisposable
{
    private const int Pins = 40;
    private const int FirstInputOnly = 34;

    private readonly GpioLine[] _lines = new GpioLine[Pins];
    private readonly bool[] _isOpen = new bool[Pins];

    /// <summary>Creates a controller with nothing wired to its pins.</summary>
    public GpioController()
    {
        for (var pin = 0; pin < Pins; pin++)
        {
            _lines[pin] = new GpioLine(pin);
        }
    }

    /// <summary>What is wired to a pin. The board's has no such member: host code holds the other end.</summary>
    public GpioLine GetLine(int pinNumber) => _lines[pinNumber];

    /// <summary>Opens a pin as it is; on the board it floats until its mode is set.</summary>
    /// <exception cref="InvalidOperationException">There is no such pin, or it is open.</exception>
    public GpioPin OpenPin(int pinNumber)
    {
        if (pinNumber is < 0 or >= Pins || _isOpen[pinNumber])
        {
            throw new InvalidOperationException();
        }

        _isOpen[pinNumber] = true;
        return new GpioPin(this, pinNumber);
    }

    /// <summary>Opens a pin and sets its mode.</summary>
    /// <exception cref="InvalidOperationException">There is no such pin, or it is open.</exception>
    public GpioPin OpenPin(int pinNumber, PinMode mode)
    {
        var pin = OpenPin(pinNumber);
        pin.SetPinMode(mode);
        return pin;
    }

    /// <summary>Returns whether a pin is open.</summary>
    public bool IsPinOpen(int pinNumber) => _isOpen[pinNumber];

    /// <summary>Does nothing: each pin is closed by itself.</summary>
    public void Dispose()
    {
    }

    internal static bool CanBeOutput(int pin) => pin < FirstInputOnly;

    internal void Close(int pin)
    {
        _isOpen[pin] = false;
        _lines[pin].SetMode(PinMode.Input);
    }
}

namespace System.Device.Gpio;

/// <summary>
/// The host's end of a <see cref="GpioPin"/>: what is wired to it drives the line here, or listens. The device's output wins, then what
/// drives from outside, then the pin's own resistor; a line that nobody holds keeps <see cref="FloatsHigh"/>.
/// </summary>
/// <param name="pinNumber">The pin.</param>
public sealed class GpioLine(int pinNumber)
{
    private bool _output;
    private bool? _external;
    private bool _floatsHigh;

    /// <summary>The pin.</summary>
    public int PinNumber { get; } = pinNumber;

    /// <summary>The pin's mode as the device set it.</summary>
    public PinMode Mode { get; private set; } = PinMode.Input;

    /// <summary>The level that a resistor of the board holds the line at while nobody drives it.</summary>
    public bool FloatsHigh
    {
        get => _floatsHigh;
        set
        {
            _floatsHigh = value;
            Settle();
        }
    }

    /// <summary>The level that is driven from outside; null for none.</summary>
    public bool? External
    {
        get => _external;
        set
        {
            _external = value;
            Settle();
        }
    }

    /// <summary>The level of the line.</summary>
    public bool IsHigh { get; private set; }

    /// <summary>Times that the device and what is wired to it drove the line to different levels: a short circuit.</summary>
    public int Conflicts { get; private set; }

    /// <summary>Is called when the level changes, with the line: at once, so that a model sees each edge in its order.</summary>
    public Action<GpioLine> Changed { get; set; }

    internal void SetMode(PinMode mode)
    {
        Mode = mode;
        _output = false; // nanoFramework drives an output low when its mode is set
        Settle();
    }

    internal void Drive(bool isHigh)
    {
        _output = isHigh;
        Settle();
    }

    private void Settle()
    {
        var isDriven = Mode == PinMode.Output;
        if (isDriven && _external is { } outside && outside != _output)
        {
            Conflicts++;
        }

        var level = isDriven ? _output : _external ?? Mode switch
        {
            PinMode.InputPullUp => true,
            PinMode.InputPullDown => false,
            _ => _floatsHigh,
        };
        if (level != IsHigh)
        {
            IsHigh = level;
            Changed?.Invoke(this);
        }
    }
}

using System.Device.Gpio;

namespace DroneLink.Host.Models;

/// <summary>A load switch at a pin, with the resistor that holds it off.</summary>
public sealed class LoadSwitchModel
{
    private readonly GpioLine _line;
    private readonly bool _isActiveLow;
    private GpioLine? _readBack;
    private bool _isStuck;

    /// <summary>Wires a switch up.</summary>
    public LoadSwitchModel(GpioController controller, int pin, bool isActiveLow)
    {
        ArgumentNullException.ThrowIfNull(controller);
        _isActiveLow = isActiveLow;
        _line = controller.GetLine(pin);
        _line.FloatsHigh = isActiveLow;
        _line.Changed = _ => Follow();
        IsOn = false;
    }

    /// <summary>Whether its output is on.</summary>
    public bool IsOn { get; private set; }

    /// <summary>Times that it was switched on, however shortly.</summary>
    public int TimesOn { get; private set; }

    /// <summary>A line that hears its output; null for none.</summary>
    public GpioLine? ReadBack
    {
        get => _readBack;
        set
        {
            _readBack = value;
            Follow();
        }
    }

    /// <summary>Whether it stays as it is, whatever its input.</summary>
    public bool IsStuck
    {
        get => _isStuck;
        set
        {
            _isStuck = value;
            Follow();
        }
    }

    private void Follow()
    {
        var isOn = _isStuck ? IsOn : _line.IsHigh != _isActiveLow;
        TimesOn += isOn && !IsOn ? 1 : 0;
        IsOn = isOn;
        if (_readBack is not null)
        {
            _readBack.External = isOn;
        }
    }
}

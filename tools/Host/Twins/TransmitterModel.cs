using DroneLink.Drivers.SmartAudio;
using DroneLink.Firmware.Configuration;
using DroneLink.Host.Models;
using DroneLink.Host.Simulation;

namespace DroneLink.Host.Twins;

/// <summary>A video transmitter with what is connected of it: the switch of its supply, what it takes orders by, its sensors.</summary>
internal sealed class TransmitterModel
{
    private const double SupplyVolts = 12;
    private const double AmbientCelsius = 26;
    private const double LeakMa = 2;

    private readonly TransmitterConnection _connection;
    private readonly TrampModel? _tramp;
    private readonly SmartAudioModel? _smartAudio;
    private bool _wasSupplied;

    public TransmitterModel(TransmitterConnection connection, TwinWorld world)
    {
        _connection = connection;
        if (connection.SwitchPin >= 0)
        {
            Switch = new LoadSwitchModel(world.Gpio, connection.SwitchPin, connection.IsSwitchActiveLow)
            {
                ReadBack = connection.ReadBackPin < 0 ? null : world.Gpio.GetLine(connection.ReadBackPin),
            };
        }

        switch (connection.Control)
        {
            case TransmitterConnection.Tramp:
                _tramp = new TrampModel(world.Wire(connection.Serial.Port));
                break;
            case TransmitterConnection.SmartAudio:
                _smartAudio = new SmartAudioModel(world.Wire(connection.Serial.Port), SmartAudioVersion.V21);
                break;
            default:
                break;
        }

        world.AttachTemperature(connection.Temperature, () => Body.Celsius);
        world.AttachSupply(connection.Supply, () => LeakMa + (DrawWatts * 1000 / SupplyVolts));
    }

    /// <summary>The switch of its supply; null for none.</summary>
    public LoadSwitchModel? Switch { get; }

    /// <summary>Its can.</summary>
    public TransmitterBody Body { get; } = new(AmbientCelsius);

    /// <summary>Whether it has supply.</summary>
    public bool IsSupplied => Switch is null || Switch.IsOn;

    /// <summary>What it radiates, mW.</summary>
    public double RadiatedMilliwatt => !IsSupplied ? 0
        : _tramp is not null ? (_tramp.IsPit ? 0 : _tramp.PowerMw)
        : _smartAudio is not null ? (_smartAudio.IsPit ? 0 : Math.Pow(10, _smartAudio.Power / 10.0))
        : _connection.Options.PowerMw;

    /// <summary>The frequency that it is on, MHz; 0 when only it knows.</summary>
    public int FrequencyMhz => _tramp?.FrequencyMhz ?? _smartAudio?.FrequencyMhz ?? 0;

    private double DrawWatts => TransmitterBody.DrawWatts(IsSupplied, RadiatedMilliwatt);

    public void Step(long nowMs, bool isFlying)
    {
        if (IsSupplied && !_wasSupplied)
        {
            _smartAudio?.Reboot();
        }

        _wasSupplied = IsSupplied;
        Body.Step(nowMs, DrawWatts, isFlying);
        var faults = IsSupplied ? TransmitterFaults.None : TransmitterFaults.Silent;
        if (_tramp is not null)
        {
            _tramp.Faults = faults;
            _tramp.Celsius = (int)Math.Round(Body.Celsius);
            _tramp.Step(nowMs);
        }

        if (_smartAudio is not null)
        {
            _smartAudio.Faults = faults;
            _smartAudio.Step(nowMs);
        }
    }
}

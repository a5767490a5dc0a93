using System.Device.Adc;
using System.Device.Gpio;
using System.Device.I2c;
using System.IO.Ports;
using DroneLink.Firmware;
using DroneLink.Firmware.Configuration;
using DroneLink.Host.Models;
using DroneLink.Host.Simulation;
using nanoFramework.Device.OneWire;

namespace DroneLink.Host.Twins;

/// <summary>
/// The world at a device's pins: a model of every part that its configuration names, wired to where it says, and around them a flight and the
/// 5.8 GHz band. Seeded and stepped; not thread safe.
/// </summary>
public sealed class TwinWorld : IBoardPins, IDisposable
{
    private const double AmbientCelsius = 26;
    private const double SupplyMv = 12000;
    private const double GroundMilliwatt = 25;

    private readonly ApplicationConfiguration _configuration;
    private readonly Dictionary<int, Func<int>> _adc = [];
    private readonly Dictionary<string, SerialWire> _wires = [];
    private readonly I2cBus _i2c = new();
    private readonly OneWireBus _oneWire = new();
    private readonly AdcController _controller;
    private readonly RssiSimulator _radio;
    private readonly TransmitterModel? _transmitter;
    private readonly TransmitterBody _receiverBody = new(AmbientCelsius + 12);
    private readonly List<Action<long>> _steps = [];
    private readonly long _headStartMs;
    private long _gpsSecond = -1;

    /// <summary>Makes the world.</summary>
    /// <param name="configuration">What is connected where.</param>
    /// <param name="flight">The flight. A drone's own, or the one that a ground receiver watches.</param>
    /// <param name="headStartMs">How long the flight has been going on when the device starts, ms.</param>
    public TwinWorld(ApplicationConfiguration configuration, FlightOptions flight, long headStartMs)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(flight);
        _configuration = configuration;
        _headStartMs = headStartMs;
        _controller = new AdcController(channel => _adc.TryGetValue(channel, out var read) ? read() : 0);
        Flight = new FlightSimulator(flight);
        Flight.Step(headStartMs);
        var frequency = configuration.VideoLink.FrequencyMhz > 0 ? configuration.VideoLink.FrequencyMhz : 5800;
        _radio = new RssiSimulator(flight.Seed, frequency) { Calibration = configuration.Rssi };
        Band = new VideoBand(_radio, frequency);
        _transmitter = configuration.Transmitter is { } connection ? new TransmitterModel(connection, this) : null;
        if (configuration.Rx5808 is { } receiver)
        {
            Receiver = Attach(receiver);
        }

        if (configuration.Scanner is { } scanner)
        {
            Attach(scanner);
        }

        AttachSensors();
    }

    /// <inheritdoc/>
    public GpioController Gpio { get; } = new();

    /// <summary>The flight.</summary>
    public FlightSimulator Flight { get; }

    /// <summary>What is on the air.</summary>
    public VideoBand Band { get; }

    /// <summary>The video receiver, where its bus is connected.</summary>
    public Rx5808Model? Receiver { get; }

    /// <summary>Temperature of the transmitter's can, °C.</summary>
    public double TransmitterCelsius
    {
        get => _transmitter?.Body.Celsius ?? AmbientCelsius;
        set => (_transmitter ?? throw new InvalidOperationException("there is no transmitter")).Body.Celsius = value;
    }

    /// <summary>The switch of the transmitter's supply; null for none.</summary>
    public LoadSwitchModel? TransmitterSwitch => _transmitter?.Switch;

    /// <summary>Frequency that the transmitter is set to, MHz; 0 for one that takes no orders, or none.</summary>
    public int TransmitterMhz => _transmitter?.FrequencyMhz ?? 0;

    /// <summary>What the own drone's transmitter radiates, mW.</summary>
    public double RadiatedMilliwatt { get; private set; }

    /// <summary>Metres between the ends of the link, when something else than the flight is to say so.</summary>
    public double? Distance { get; set; }

    private bool IsReceiverUp => Receiver is not { IsOff: true };

    /// <inheritdoc/>
    public AdcChannel OpenAdc(int channel) => _controller.OpenChannel(channel);

    /// <inheritdoc/>
    public I2cDevice OpenI2c(int dataPin, int clockPin, int address) => _i2c.Open(address);

    /// <inheritdoc/>
    public OneWireHost OpenOneWire(int rxPin, int txPin) => new(_oneWire);

    /// <inheritdoc/>
    public SerialPort CreateSerial(SerialConnection connection, StopBits stopBits)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return new SerialPort(Wire(connection.Port).PortName, connection.Baud, Parity.None, 8, stopBits);
    }

    /// <summary>Lets time go by, up to now.</summary>
    /// <param name="nowMs">ms since the device's boot.</param>
    public void Step(long nowMs)
    {
        Flight.Step(nowMs + _headStartMs);
        _transmitter?.Step(nowMs, Flight.IsArmed);

        // A receiver's world has no transmitter in it: the drone's firmware is somewhere else, and does what its rules say.
        var full = _configuration.VideoLink.TransmitterMilliwatt > 0 ? _configuration.VideoLink.TransmitterMilliwatt : 600;
        RadiatedMilliwatt = _transmitter?.RadiatedMilliwatt ?? (Flight.IsArmed ? full : Math.Min(full, GroundMilliwatt));
        _radio.TransmitMilliwatt = RadiatedMilliwatt;
        if (_transmitter is { FrequencyMhz: > 0 })
        {
            Band.OwnMhz = _transmitter.FrequencyMhz;
        }

        _radio.Step(nowMs, Distance ?? Flight.Distance);
        foreach (var step in _steps)
        {
            step(nowMs);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var wire in _wires.Values)
        {
            wire.Dispose();
        }

        Gpio.Dispose();
    }

    /// <summary>Returns the wire of a serial port. Every device of the process has ports of its own, whatever its configuration calls them.</summary>
    internal SerialWire Wire(string port)
    {
        if (!_wires.TryGetValue(port, out var wire))
        {
            wire = SerialWire.Attach($"{port}-{Guid.NewGuid():N}");
            _wires.Add(port, wire);
        }

        return wire;
    }

    /// <summary>Puts a temperature sensor where its connection says.</summary>
    internal void AttachTemperature(SensorConnection? connection, Func<double> celsius)
    {
        switch (connection?.Sensor)
        {
            case SensorConnection.Ntc:
                var ntc = new NtcModel
                {
                    SeriesOhm = connection.NtcOptions.SeriesOhm,
                    R25Ohm = connection.NtcOptions.R25Ohm,
                    Beta = connection.NtcOptions.Beta,
                    IsToSupply = connection.NtcOptions.IsToSupply,
                };
                _adc[connection.AdcChannel] = ntc.ReadCount;
                _steps.Add(_ => ntc.Celsius = celsius());
                break;
            case SensorConnection.Ds18b20:
                var ds18b20 = new Ds18b20Model();
                _oneWire.Attach(ds18b20);
                _steps.Add(now =>
                {
                    ds18b20.NowMs = now;
                    ds18b20.Raw = (int)Math.Round(celsius() * 16);
                });
                break;
            case SensorConnection.Bmp280:
                var bmp280 = new Bmp280Model();
                var air = new Bmp280Air(bmp280);
                _i2c.Attach(connection.Address, bmp280);
                _steps.Add(now =>
                {
                    bmp280.NowMs = now;
                    air.Set(celsius(), PressurePa());
                });
                break;
            default:
                break;
        }
    }

    /// <summary>Puts a supply sensor where its connection says.</summary>
    internal void AttachSupply(SupplyConnection? connection, Func<double> currentMa)
    {
        if (connection is null) return;
        InaModel model = connection.Sensor == SupplyConnection.Ina226 ? new Ina226Model() : new Ina219Model();
        model.ShuntMicroOhm = connection.ShuntMicroOhm;
        _i2c.Attach(connection.Address, model);
        _steps.Add(now =>
        {
            model.NowMs = now;
            model.VoltageMv = SupplyMv;
            model.CurrentMa = currentMa();
        });
    }

    // A receiver whose bus is not connected is one that a person tuned.
    private Rx5808Model? Attach(Rx5808Connection connection)
    {
        if (!connection.HasBus)
        {
            _adc[connection.AdcChannel] = () => _radio.ToCount(Band.DbmAt(Band.OwnMhz));
            return null;
        }

        var model = new Rx5808Model(Gpio, connection.DataPin, connection.SelectPin, connection.ClockPin) { Curve = _configuration.Rssi, Band = Band.DbmAt };
        _adc[connection.AdcChannel] = model.ReadCount;
        _steps.Add(model.Step);
        return model;
    }

    private void AttachSensors()
    {
        if (_configuration.AutopilotConnection is { } autopilot)
        {
            Flight.Wire = Wire(autopilot.Port);
        }

        if (_configuration.Gps is { } gps)
        {
            var model = new NmeaGpsModel { Wire = Wire(gps.Port) };
            _steps.Add(now => SendGps(model, now));
        }

        AttachTemperature(_configuration.Environment, () => AmbientCelsius - (0.0065 * Flight.Up));
        if (_configuration.Receiver is { } receiver)
        {
            AttachTemperature(receiver.Temperature, () => _receiverBody.Celsius);
            AttachSupply(receiver.Supply, () => IsReceiverUp ? 172 : 22);
            _steps.Add(now => _receiverBody.Step(now, IsReceiverUp ? 0.9 : 0.1, isFlying: false));
        }
    }

    // The standard atmosphere near the ground.
    private double PressurePa() => 101325 * Math.Pow(1 - (2.25577e-5 * Flight.Altitude), 5.25588);

    private void SendGps(NmeaGpsModel model, long nowMs)
    {
        if (nowMs / 1000 == _gpsSecond) return;
        _gpsSecond = nowMs / 1000;
        var isDrone = _configuration.Role != DeviceConfiguration.GroundReceiverRole;
        model.Latitude = isDrone ? Flight.Latitude : Flight.HomeLatitude;
        model.Longitude = isDrone ? Flight.Longitude : Flight.HomeLongitude;
        model.AltitudeMetres = Flight.Altitude;
        model.SpeedKnots = isDrone ? Flight.GroundSpeed / 0.514444 : 0;
        model.CourseDegrees = ((Flight.Yaw * 180 / Math.PI) + 360) % 360;
        model.Send(DateTimeOffset.FromUnixTimeMilliseconds(Flight.StartUtcMs + _headStartMs + nowMs).UtcDateTime);
    }

}

using System.IO.Ports;

namespace DroneLink.Host.Simulation;

/// <summary>
/// A multirotor that flies missions around its home under a virtual clock: it waits, arms, takes off, flies its route until
/// the battery is low, returns, lands, gets a new battery, and again. What its autopilot would send goes into
/// <see cref="Wire"/>. Seeded and stepped; the same calls give the same bytes. Not thread safe.
/// </summary>
public sealed class FlightSimulator
{
    private const int TickMs = 20;
    private const double Tick = TickMs / 1000.0;
    private const double Gravity = 9.81;
    private const double MetresPerDegree = 111_319.49;
    private const double CruiseSpeed = 11;
    private const double MaxAcceleration = 3;
    private const double ClimbSpeed = 3;
    private const double LandingSpeed = 1;
    private const double ArrivedMetres = 4;
    private const double ReturnAltitude = 40;
    private const double LowCharge = 0.35;
    private const double WindMetresPerSecond = 0.6;
    private const double WindSeconds = 3;
    private const double HoverAmps = 17;
    private const double IdleAmps = 0.4;

    private readonly FlightOptions _options;
    private readonly Random _random;
    private readonly FlightTelemetry _telemetry;
    private readonly (double North, double East, double Up)[] _route;
    private long _tickMs;
    private long _phaseMs;
    private int _waypoint;
    private double _windNorth;
    private double _windEast;
    private bool _started;

    /// <summary>Puts a drone at its home; it starts with the first step.</summary>
    public FlightSimulator(FlightOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _random = new Random(options.Seed);
        _route = CreateRoute();
        Battery = new FlightBattery(options.BatteryMah);
        _telemetry = new FlightTelemetry(this, options);
    }

    /// <summary>Takes what the autopilot sends; unset, that is lost.</summary>
    public SerialWire? Wire
    {
        get => _telemetry.Encoder.Wire;
        set => _telemetry.Encoder.Wire = value;
    }

    /// <summary>MAVLink frames sent.</summary>
    public long FramesSent => _telemetry.Encoder.Frames;

    /// <summary>What it is doing.</summary>
    public FlightPhase Phase { get; private set; }

    /// <summary>Whether its motors are armed.</summary>
    public bool IsArmed => Phase != FlightPhase.Waiting;

    /// <summary>Landings so far.</summary>
    public int FlightsCompleted { get; private set; }

    /// <summary>The battery that is in.</summary>
    public FlightBattery Battery { get; private set; }

    /// <summary>Metres north of home.</summary>
    public double North { get; private set; }

    /// <summary>Metres east of home.</summary>
    public double East { get; private set; }

    /// <summary>Metres above home.</summary>
    public double Up { get; private set; }

    /// <summary>m/s.</summary>
    public double NorthSpeed { get; private set; }

    /// <summary>m/s.</summary>
    public double EastSpeed { get; private set; }

    /// <summary>m/s.</summary>
    public double UpSpeed { get; private set; }

    /// <summary>Radians, right wing down is positive.</summary>
    public double Roll { get; private set; }

    /// <summary>Radians, nose up is positive.</summary>
    public double Pitch { get; private set; }

    /// <summary>Radians clockwise from north, -π to π.</summary>
    public double Yaw { get; private set; }

    /// <summary>Degrees north.</summary>
    public double HomeLatitude => _options.HomeLatitude;

    /// <summary>Degrees east.</summary>
    public double HomeLongitude => _options.HomeLongitude;

    /// <summary>UTC at time 0, ms since 1970.</summary>
    public long StartUtcMs => _options.StartUtcMs;

    /// <summary>Degrees north.</summary>
    public double Latitude => _options.HomeLatitude + (North / MetresPerDegree);

    /// <summary>Degrees east.</summary>
    public double Longitude => _options.HomeLongitude + (East / (MetresPerDegree * Math.Cos(_options.HomeLatitude * Math.PI / 180)));

    /// <summary>Metres above mean sea level.</summary>
    public double Altitude => _options.HomeAltitude + Up;

    /// <summary>Metres from home, through the air.</summary>
    public double Distance => Math.Sqrt((North * North) + (East * East) + (Up * Up));

    /// <summary>m/s over ground.</summary>
    public double GroundSpeed => Math.Sqrt((NorthSpeed * NorthSpeed) + (EastSpeed * EastSpeed));

    /// <summary>Flies on until a time.</summary>
    /// <param name="nowMs">Virtual time, ms since its start; not before the last call's.</param>
    public void Step(long nowMs)
    {
        if (!_started)
        {
            _started = true;
            _telemetry.Step(0);
        }

        while (_tickMs + TickMs <= nowMs)
        {
            _tickMs += TickMs;
            MoveWind();
            Fly();
            _telemetry.Step(_tickMs);
        }
    }

    private void Fly()
    {
        switch (Phase)
        {
            case FlightPhase.Waiting:
                Battery.Draw(IdleAmps, Tick);
                if (_tickMs - _phaseMs >= _options.GroundSeconds * 1000)
                {
                    Enter(FlightPhase.TakeOff);
                }

                break;
            case FlightPhase.TakeOff:
                MoveTo(0, 0, _route[0].Up);
                if (_route[0].Up - Up < 1)
                {
                    _waypoint = 0;
                    Enter(FlightPhase.Mission);
                }

                break;
            case FlightPhase.Mission:
                var target = _route[_waypoint];
                MoveTo(target.North, target.East, target.Up);
                if (IsAt(target.North, target.East))
                {
                    _waypoint = (_waypoint + 1) % _route.Length;
                }

                if (Battery.Charge < LowCharge || (_options.Mission == FlightMission.OutAndBack && IsAt(target.North, target.East)))
                {
                    Enter(FlightPhase.Return);
                }

                break;
            case FlightPhase.Return:
                MoveTo(0, 0, ReturnAltitude);
                if (IsAt(0, 0))
                {
                    Enter(FlightPhase.Landing);
                }

                break;
            default:
                MoveTo(0, 0, -1);
                if (Up <= 0)
                {
                    Land();
                }

                break;
        }
    }

    private void Enter(FlightPhase phase)
    {
        Phase = phase;
        _phaseMs = _tickMs;
        _telemetry.Announce(phase);
    }

    private void Land()
    {
        FlightsCompleted++;
        (Up, UpSpeed, NorthSpeed, EastSpeed, Roll, Pitch) = (0, 0, 0, 0, 0, 0);
        Battery = new FlightBattery(_options.BatteryMah);
        Enter(FlightPhase.Waiting);
    }

    private bool IsAt(double north, double east) => Math.Abs(North - north) < ArrivedMetres && Math.Abs(East - east) < ArrivedMetres;

    // A velocity towards the target, reached by no more than a bank allows; the wind pushes on top.
    private void MoveTo(double north, double east, double up)
    {
        var distance = Math.Max(Math.Sqrt(Square(north - North) + Square(east - East)), 0.01);
        var speed = Math.Min(CruiseSpeed, distance / 2);
        var northAcceleration = Limit(((north - North) / distance * speed) - NorthSpeed + _windNorth);
        var eastAcceleration = Limit(((east - East) / distance * speed) - EastSpeed + _windEast);
        NorthSpeed += northAcceleration * Tick;
        EastSpeed += eastAcceleration * Tick;
        North += NorthSpeed * Tick;
        East += EastSpeed * Tick;

        var downLimit = Phase == FlightPhase.Landing ? LandingSpeed : ClimbSpeed;
        UpSpeed += (Math.Clamp(up - Up, -downLimit, ClimbSpeed) - UpSpeed) * Tick;
        Up += UpSpeed * Tick;

        if (speed > 2)
        {
            var turn = Math.IEEERemainder(Math.Atan2(east - East, north - North) - Yaw, 2 * Math.PI);
            Yaw = Math.IEEERemainder(Yaw + (Math.Clamp(turn, -1, 1) * Tick), 2 * Math.PI);
        }

        // Lean into the acceleration: forwards is nose down.
        var forward = (northAcceleration * Math.Cos(Yaw)) + (eastAcceleration * Math.Sin(Yaw));
        var right = (eastAcceleration * Math.Cos(Yaw)) - (northAcceleration * Math.Sin(Yaw));
        Pitch = -Math.Atan2(forward, Gravity);
        Roll = Math.Atan2(right, Gravity);
        Battery.Draw(HoverAmps + (0.4 * GroundSpeed) + (2 * Math.Max(UpSpeed, 0)), Tick);
    }

    private void MoveWind()
    {
        var keep = Math.Exp(-Tick / WindSeconds);
        var push = WindMetresPerSecond * Math.Sqrt(1 - (keep * keep));
        _windNorth = (keep * _windNorth) + (push * Gaussian());
        _windEast = (keep * _windEast) + (push * Gaussian());
    }

    // A loop of points in a sector of the drone's own: the golden angle keeps any number of them apart.
    private (double North, double East, double Up)[] CreateRoute()
    {
        var bearing = _options.Seed * 137.508 % 360 * Math.PI / 180;
        if (_options.Mission == FlightMission.OutAndBack)
        {
            return [(_options.FarMetres * Math.Cos(bearing), _options.FarMetres * Math.Sin(bearing), 45)];
        }

        var route = new (double North, double East, double Up)[4 + _random.Next(3)];
        for (var index = 0; index < route.Length; index++)
        {
            var direction = bearing + ((_random.NextDouble() - 0.5) * Math.PI / 2);
            var distance = 80 + (_random.NextDouble() * 420);
            route[index] = (distance * Math.Cos(direction), distance * Math.Sin(direction), 30 + (_random.NextDouble() * 60));
        }

        return route;
    }

    private double Gaussian() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    private static double Limit(double acceleration) => Math.Clamp(acceleration, -MaxAcceleration, MaxAcceleration);

    private static double Square(double value) => value * value;
}

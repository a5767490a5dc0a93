namespace DroneLink.Host.Simulation;

/// <summary>
/// How warm the can of a video transmitter gets: a first-order model. Of what it draws some 80 % becomes heat; air that flows past carries it
/// off several times as well as still air. The figures are made so that 600 mW in still air pass 80 °C in about two minutes, as is told of such
/// transmitters on a bench, and stay below 60 °C in flight.
/// </summary>
public sealed class TransmitterBody
{
    private const double StillKelvinPerWatt = 25;
    private const double FlyingKelvinPerWatt = 7;
    private const double SecondsInStillAir = 100;
    private const double SecondsInFlight = 30;
    private const double IdleWatts = 0.9;

    private readonly double _ambientCelsius;
    private long _stepMs = -1;

    /// <summary>Creates one as warm as the air.</summary>
    /// <param name="ambientCelsius">Temperature of the air, °C.</param>
    public TransmitterBody(double ambientCelsius)
    {
        _ambientCelsius = ambientCelsius;
        Celsius = ambientCelsius;
    }

    /// <summary>Temperature of the can, °C.</summary>
    public double Celsius { get; set; }

    /// <summary>Returns the power that a transmitter draws, W.</summary>
    /// <param name="isSupplied">Whether it has supply.</param>
    /// <param name="radiatedMilliwatt">What it radiates, mW; 0 in pit mode.</param>
    public static double DrawWatts(bool isSupplied, double radiatedMilliwatt) =>
        isSupplied ? IdleWatts + (radiatedMilliwatt > 0 ? 0.5 + (radiatedMilliwatt / 1000 / 0.25) : 0) : 0;

    /// <summary>Lets time go by.</summary>
    /// <param name="nowMs">Virtual time, ms; not before the last call's.</param>
    /// <param name="drawWatts">What it draws, W.</param>
    /// <param name="isFlying">Whether air flows past.</param>
    public void Step(long nowMs, double drawWatts, bool isFlying)
    {
        var seconds = _stepMs < 0 ? 0 : (nowMs - _stepMs) / 1000.0;
        _stepMs = nowMs;
        var target = _ambientCelsius + (0.8 * drawWatts * (isFlying ? FlyingKelvinPerWatt : StillKelvinPerWatt));
        Celsius = target + ((Celsius - target) * Math.Exp(-seconds / (isFlying ? SecondsInFlight : SecondsInStillAir)));
    }
}

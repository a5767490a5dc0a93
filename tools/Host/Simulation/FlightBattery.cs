namespace DroneLink.Host.Simulation;

/// <summary>A 4S LiPo: its voltage falls with its charge, and sags with the current.</summary>
/// <param name="capacityMah">mAh.</param>
public sealed class FlightBattery(double capacityMah)
{
    private const int Cells = 4;
    private const double CellEmptyVolts = 3.45;
    private const double CellSpanVolts = 0.73;
    private const double ResistanceOhms = 0.025;

    /// <summary>Drawn from it, mAh.</summary>
    public double ConsumedMah { get; private set; }

    /// <summary>Current, A.</summary>
    public double Amps { get; private set; }

    /// <summary>Share of its charge that is left, 0 to 1.</summary>
    public double Charge => Math.Max(0, 1 - (ConsumedMah / capacityMah));

    /// <summary>Voltage under the present load, V.</summary>
    public double Volts => (Cells * (CellEmptyVolts + (CellSpanVolts * Charge))) - (Amps * ResistanceOhms);

    /// <summary>Draws a current for a time.</summary>
    public void Draw(double amps, double seconds)
    {
        Amps = amps;
        ConsumedMah += amps * seconds / 3.6;
    }
}

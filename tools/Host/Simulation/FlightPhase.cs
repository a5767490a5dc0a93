namespace DroneLink.Host.Simulation;

/// <summary>What a simulated drone is doing.</summary>
public enum FlightPhase
{
    /// <summary>On the ground, disarmed, a full battery in.</summary>
    Waiting,

    /// <summary>Climbing above home.</summary>
    TakeOff,

    /// <summary>Flying its route, round after round.</summary>
    Mission,

    /// <summary>Flying home, for the battery is low.</summary>
    Return,

    /// <summary>Descending at home.</summary>
    Landing,
}

namespace DroneLink.Simulation.Ring;

/// <summary>Where a frame is. Every frame that was recorded is in exactly one of these places.</summary>
internal enum FrameFate
{
    /// <summary>In the ring.</summary>
    Waiting,

    /// <summary>The cloud has it.</summary>
    Acknowledged,

    /// <summary>Given up and counted.</summary>
    Overwritten,

    /// <summary>Gone with the power before it was committed.</summary>
    Lost,
}

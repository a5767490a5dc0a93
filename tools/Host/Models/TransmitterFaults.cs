namespace DroneLink.Host.Models;

/// <summary>What may be wrong with a transmitter's model.</summary>
[Flags]
public enum TransmitterFaults
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It says nothing, and does nothing.</summary>
    Silent = 1,

    /// <summary>Its answers do not pass their check.</summary>
    BadCheck = 2,

    /// <summary>It answers with bytes that mean nothing.</summary>
    Garbage = 4,

    /// <summary>It answers with a frame of a command that nobody knows.</summary>
    Nak = 8,

    /// <summary>It answers, and obeys nothing.</summary>
    Disobeys = 16,

    /// <summary>It tunes 20 MHz beside what it is told, and says so.</summary>
    TunesBeside = 32,

    /// <summary>It sends noise in front of each answer.</summary>
    Noise = 64,

    /// <summary>Its answers break off.</summary>
    BreaksOff = 128,
}

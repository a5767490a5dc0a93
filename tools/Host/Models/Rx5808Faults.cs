namespace DroneLink.Host.Models;

/// <summary>What may be wrong with an <see cref="Rx5808Model"/>.</summary>
[Flags]
public enum Rx5808Faults
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>CH1 to CH3 select a channel in parallel: nothing is taken over, nothing answers.</summary>
    NotInSpiMode = 1,

    /// <summary>The frequency's register keeps its value.</summary>
    DoesNotTune = 2,

    /// <summary>The power-down register keeps its value.</summary>
    KeepsPower = 4,

    /// <summary>RSSI is at its top while the receiver is on, whatever it hears: the AGC fault of clones.</summary>
    AgcStuck = 8,

    /// <summary>RSSI is at 0 V.</summary>
    RssiDead = 16,

    /// <summary>The RSSI wire is on something else: a voltage that never changes.</summary>
    RssiElsewhere = 32,

    /// <summary>The data wire is shorted to ground.</summary>
    DataLow = 64,

    /// <summary>The data wire is shorted to the supply.</summary>
    DataHigh = 128,

    /// <summary>A chip that is off does not answer.</summary>
    SilentWhileOff = 256,
}

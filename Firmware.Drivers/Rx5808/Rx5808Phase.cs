namespace DroneLink.Drivers.Rx5808
{
    /// <summary>The transfer that a receiver makes next.</summary>
    internal enum Rx5808Phase
    {
        /// <summary>None: there was no order yet.</summary>
        Idle,

        /// <summary>Write the state register, which resets the chip and wakes it.</summary>
        Wake,

        /// <summary>Write the power-down register.</summary>
        WritePower,

        /// <summary>Read it back.</summary>
        ReadPower,

        /// <summary>Read a second register of a module that was switched off, for all ones is what nobody answers too.</summary>
        ReadWhileOff,

        /// <summary>Write the frequency.</summary>
        WriteFrequency,

        /// <summary>Read it back.</summary>
        ReadFrequency,

        /// <summary>All is set up: read the power-down register for a check.</summary>
        CheckPower,

        /// <summary>Read the frequency for a check.</summary>
        CheckFrequency,
    }
}

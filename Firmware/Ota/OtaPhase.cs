namespace DroneLink.Firmware.Ota
{
    /// <summary>What an updater does.</summary>
    public enum OtaPhase
    {
        /// <summary>Nothing, until it asks again.</summary>
        Idle,

        /// <summary>Empties the slot of what was in it.</summary>
        Erasing,

        /// <summary>Looks which block is missing.</summary>
        Scanning,

        /// <summary>Loads a block.</summary>
        Loading,

        /// <summary>Reads the slot back and hashes it.</summary>
        Verifying,

        /// <summary>Waits until the drone is known not to be armed.</summary>
        Ready,

        /// <summary>The next start is the new payload's.</summary>
        Armed,

        /// <summary>Gives back the flash of an image that was refused.</summary>
        Cleaning,
    }
}

namespace DroneLink.Drivers.SmartAudio
{
    /// <summary>Versions of SmartAudio.</summary>
    public enum SmartAudioVersion
    {
        /// <summary>It has not said.</summary>
        Unknown,

        /// <summary>Version 1: power as a DAC value, no pit mode.</summary>
        V1,

        /// <summary>Version 2: power as an index; pit mode can be left, not entered.</summary>
        V2,

        /// <summary>Version 2.1: power in dBm; 0 dBm enters pit mode.</summary>
        V21,
    }
}

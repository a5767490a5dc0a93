namespace DroneLink.Drivers.SmartAudio
{
    /// <summary>How a SmartAudio transmitter is driven.</summary>
    public sealed class SmartAudioOptions
    {
        /// <summary>
        /// Power of the four levels of versions 1 and 2, mW, ascending; default 25, 200, 500, 800. Version 2.1 lists its own. Taken over
        /// by the driver's constructor.
        /// </summary>
        public int[] LevelsMw { get; set; } = { 25, 200, 500, 800 };

        /// <summary>ms between polls of one that is as ordered, 150..2000; default 500.</summary>
        public int PollMs { get; set; } = 500;

        /// <summary>Whether another speed is tried, 4800 to 4950 baud, when answers are missed: clocks are off by up to 5 %. Default true.</summary>
        public bool Autobaud { get; set; } = true;
    }
}

namespace DroneLink.Drivers.Tramp
{
    /// <summary>How a Tramp transmitter is driven.</summary>
    public sealed class TrampOptions
    {
        /// <summary>
        /// Power levels that it has, mW, ascending, 1 to 16 of them; default 25, 100, 200, 400, 600. It tells its highest alone. Taken
        /// over by the driver's constructor.
        /// </summary>
        public int[] LevelsMw { get; set; } = { 25, 100, 200, 400, 600 };

        /// <summary>ms between polls of one that is as ordered, 200..2000; default 500. Temperature is asked for behind each.</summary>
        public int PollMs { get; set; } = 500;
    }
}

namespace DroneLink.Firmware.Configuration
{
    /// <summary>Where a ground receiver stands.</summary>
    public sealed class Place
    {
        /// <summary>Degrees north, 1e-7 deg.</summary>
        public int LatitudeE7 { get; internal set; }

        /// <summary>Degrees east, 1e-7 deg.</summary>
        public int LongitudeE7 { get; internal set; }

        /// <summary>Height of its antenna over the drone's home, cm.</summary>
        public int AboveHomeCm { get; internal set; }
    }
}

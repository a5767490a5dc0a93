namespace DroneLink.Drivers.Mavlink
{
    /// <summary>GLOBAL_POSITION_INT: the autopilot's fused position and velocity.</summary>
    public sealed class GlobalPositionIntReading
    {
        private const int UnknownHeading = 65535;

        /// <summary>ms since the autopilot started; wraps after 49 days.</summary>
        public uint BootMs { get; private set; }

        /// <summary>Degrees north, 1e-7 deg.</summary>
        public int LatitudeE7 { get; private set; }

        /// <summary>Degrees east, 1e-7 deg.</summary>
        public int LongitudeE7 { get; private set; }

        /// <summary>Above mean sea level, mm.</summary>
        public int AltitudeMm { get; private set; }

        /// <summary>Above home, mm.</summary>
        public int RelativeAltitudeMm { get; private set; }

        /// <summary>Speed north, cm/s.</summary>
        public int NorthCms { get; private set; }

        /// <summary>Speed east, cm/s.</summary>
        public int EastCms { get; private set; }

        /// <summary>Speed down, cm/s.</summary>
        public int DownCms { get; private set; }

        /// <summary>Whether <see cref="HeadingCentiDegrees"/> is known.</summary>
        public bool HasHeading { get; private set; }

        /// <summary>Where the nose points, 0.01 deg, 0..35999.</summary>
        public int HeadingCentiDegrees { get; private set; }

        /// <summary>Takes over a message.</summary>
        /// <returns>False, and nothing changes, when it is another one.</returns>
        public bool TryRead(MavlinkMessage message)
        {
            if (message.MessageId != MavlinkId.GlobalPositionInt)
            {
                return false;
            }

            BootMs = message.GetUInt32(0);
            LatitudeE7 = message.GetInt32(4);
            LongitudeE7 = message.GetInt32(8);
            AltitudeMm = message.GetInt32(12);
            RelativeAltitudeMm = message.GetInt32(16);
            NorthCms = message.GetInt16(20);
            EastCms = message.GetInt16(22);
            DownCms = message.GetInt16(24);
            HeadingCentiDegrees = message.GetUInt16(26);
            HasHeading = HeadingCentiDegrees != UnknownHeading;
            return true;
        }
    }
}

namespace DroneLink.Firmware.Telemetry
{
    /// <summary>Field numbers of <see cref="RecordKind.Position"/>.</summary>
    public static class PositionField
    {
        /// <summary>Degrees north, 1e-7 deg.</summary>
        public const int Latitude = 0;

        /// <summary>Degrees east, 1e-7 deg.</summary>
        public const int Longitude = 1;

        /// <summary>Above mean sea level, cm.</summary>
        public const int AltitudeMsl = 2;

        /// <summary>Above home, cm.</summary>
        public const int AltitudeRelative = 3;

        /// <summary>cm/s.</summary>
        public const int GroundSpeed = 4;

        /// <summary>Up is positive, cm/s.</summary>
        public const int ClimbRate = 5;

        /// <summary>0.01 deg, 0..35999.</summary>
        public const int Heading = 6;

        /// <summary>MAVLink GPS_FIX_TYPE.</summary>
        public const int FixType = 7;

        /// <summary>Satellites in view.</summary>
        public const int Satellites = 8;

        /// <summary>Horizontal dilution of precision, 0.01.</summary>
        public const int Hdop = 9;
    }
}

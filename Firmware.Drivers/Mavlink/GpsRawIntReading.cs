namespace DroneLink.Drivers.Mavlink
{
    /// <summary>GPS_RAW_INT: the fix of the first GNSS receiver, before any fusion.</summary>
    public sealed class GpsRawIntReading
    {
        private const int Unknown16 = 65535;
        private const int Unknown8 = 255;

        /// <summary>GPS_FIX_TYPE: 0 no receiver, 1 no fix, 2 2D, 3 3D, 4 DGPS, 5 RTK float, 6 RTK fixed, 7 static, 8 PPP.</summary>
        public byte FixType { get; private set; }

        /// <summary>Degrees north, 1e-7 deg.</summary>
        public int LatitudeE7 { get; private set; }

        /// <summary>Degrees east, 1e-7 deg.</summary>
        public int LongitudeE7 { get; private set; }

        /// <summary>Above mean sea level, mm.</summary>
        public int AltitudeMm { get; private set; }

        /// <summary>Whether <see cref="HdopCenti"/> is known.</summary>
        public bool HasHdop { get; private set; }

        /// <summary>Horizontal dilution of precision, 0.01.</summary>
        public int HdopCenti { get; private set; }

        /// <summary>Whether <see cref="SpeedCms"/> is known.</summary>
        public bool HasSpeed { get; private set; }

        /// <summary>Speed over ground, cm/s.</summary>
        public int SpeedCms { get; private set; }

        /// <summary>Whether <see cref="CourseCentiDegrees"/> is known.</summary>
        public bool HasCourse { get; private set; }

        /// <summary>Course over ground, 0.01 deg, 0..35999.</summary>
        public int CourseCentiDegrees { get; private set; }

        /// <summary>Whether <see cref="Satellites"/> is known.</summary>
        public bool HasSatellites { get; private set; }

        /// <summary>Satellites in view.</summary>
        public int Satellites { get; private set; }

        /// <summary>Takes over a message.</summary>
        /// <returns>False, and nothing changes, when it is another one.</returns>
        public bool TryRead(MavlinkMessage message)
        {
            if (message.MessageId != MavlinkId.GpsRawInt)
            {
                return false;
            }

            LatitudeE7 = message.GetInt32(8);
            LongitudeE7 = message.GetInt32(12);
            AltitudeMm = message.GetInt32(16);
            HdopCenti = message.GetUInt16(20);
            HasHdop = HdopCenti != Unknown16;
            SpeedCms = message.GetUInt16(24);
            HasSpeed = SpeedCms != Unknown16;
            CourseCentiDegrees = message.GetUInt16(26);
            HasCourse = CourseCentiDegrees != Unknown16;
            FixType = message.GetByte(28);
            Satellites = message.GetByte(29);
            HasSatellites = Satellites != Unknown8;
            return true;
        }
    }
}

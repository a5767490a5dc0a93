namespace DroneLink.Drivers.NmeaGps
{
    /// <summary>
    /// What a GNSS receiver says of itself. Each sentence replaces what it is about, whole: GGA position, altitude and quality, RMC position,
    /// movement and time. What a sentence leaves empty is unknown, and its <c>Has...</c> false.
    /// </summary>
    public sealed class NmeaReading
    {
        private const long Never = -1;

        private long _positionMs = Never;

        /// <summary>Whether the position is known: from the receiver's last GGA or RMC, by satellites.</summary>
        public bool HasPosition { get; private set; }

        /// <summary>Degrees north, 1e-7 deg.</summary>
        public int LatitudeE7 { get; private set; }

        /// <summary>Degrees east, 1e-7 deg.</summary>
        public int LongitudeE7 { get; private set; }

        /// <summary>Whether <see cref="AltitudeCm"/> is known.</summary>
        public bool HasAltitude { get; private set; }

        /// <summary>Above mean sea level, cm.</summary>
        public int AltitudeCm { get; private set; }

        /// <summary>Whether a GGA has told the <see cref="FixQuality"/>.</summary>
        public bool HasFixQuality { get; private set; }

        /// <summary>GGA's quality: 0 none, 1 GPS, 2 differential, 3 PPS, 4 RTK fixed, 5 RTK float, 6 estimated, 7 manual, 8 simulated.</summary>
        public int FixQuality { get; private set; }

        /// <summary>Whether <see cref="Satellites"/> is known.</summary>
        public bool HasSatellites { get; private set; }

        /// <summary>Satellites in use. Many receivers stop counting at 12.</summary>
        public int Satellites { get; private set; }

        /// <summary>Whether <see cref="HdopCenti"/> is known.</summary>
        public bool HasHdop { get; private set; }

        /// <summary>Horizontal dilution of precision, 0.01.</summary>
        public int HdopCenti { get; private set; }

        /// <summary>Whether <see cref="SpeedCms"/> is known.</summary>
        public bool HasSpeed { get; private set; }

        /// <summary>Speed over ground, cm/s.</summary>
        public int SpeedCms { get; private set; }

        /// <summary>Whether <see cref="CourseCentiDegrees"/> is known. Most receivers leave it out at a standstill.</summary>
        public bool HasCourse { get; private set; }

        /// <summary>Course over ground, true, 0.01 deg, 0..35,999.</summary>
        public int CourseCentiDegrees { get; private set; }

        /// <summary>Whether <see cref="UnixMs"/> is known.</summary>
        public bool HasTime { get; private set; }

        /// <summary>UTC of the last valid RMC, ms since 1970, 1980..2079. An old receiver may be 1024 weeks behind: see the README.</summary>
        public long UnixMs { get; private set; }

        /// <summary>When <see cref="UnixMs"/> came, ms since boot.</summary>
        public long TimeMs { get; private set; }

        /// <summary>Whether the last sentence was a GGA.</summary>
        public bool IsGga { get; private set; }

        /// <summary>Returns how old the position is, ms; -1 when it is not known.</summary>
        /// <param name="nowMs">ms since boot.</param>
        public long GetPositionAgeMs(long nowMs)
        {
            return HasPosition ? nowMs - _positionMs : Never;
        }

        internal void TakeGga(NmeaFields fields, long nowMs)
        {
            IsGga = true;
            TakePosition(fields, nowMs);
            HasFixQuality = fields.HasQuality;
            FixQuality = fields.Quality;
            HasSatellites = fields.HasSatellites;
            Satellites = fields.Satellites;
            HasHdop = fields.HasHdop;
            HdopCenti = fields.HdopCenti;
            HasAltitude = fields.HasAltitude && HasPosition;
            AltitudeCm = HasAltitude ? fields.AltitudeCm : AltitudeCm;
        }

        internal void TakeRmc(NmeaFields fields, long nowMs)
        {
            IsGga = false;
            TakePosition(fields, nowMs);
            HasSpeed = fields.HasSpeed && HasPosition;
            SpeedCms = HasSpeed ? fields.SpeedCms : SpeedCms;
            HasCourse = fields.HasCourse && HasPosition;
            CourseCentiDegrees = HasCourse ? fields.CourseCentiDegrees : CourseCentiDegrees;
            HasTime = fields.HasTime;
            if (HasTime)
            {
                UnixMs = fields.UnixMs;
                TimeMs = nowMs;
            }
        }

        private void TakePosition(NmeaFields fields, long nowMs)
        {
            HasPosition = fields.HasPosition;
            if (HasPosition)
            {
                LatitudeE7 = fields.LatitudeE7;
                LongitudeE7 = fields.LongitudeE7;
                _positionMs = nowMs;
            }
        }
    }
}

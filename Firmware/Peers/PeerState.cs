using System;

namespace DroneLink.Firmware.Peers
{
    /// <summary>Where a drone is and where it goes. Filled in anew for each use; allocates nothing.</summary>
    public sealed class PeerState
    {
        private const double RadiansPerCentiDegree = Math.PI / 18000;

        /// <summary>Degrees north, 1e-7 deg.</summary>
        public int LatitudeE7 { get; private set; }

        /// <summary>Degrees east, 1e-7 deg.</summary>
        public int LongitudeE7 { get; private set; }

        /// <summary>When it was there, ms since boot.</summary>
        public long TimeMs { get; private set; }

        /// <summary>Whether <see cref="AltitudeCm"/> is known.</summary>
        public bool HasAltitude { get; private set; }

        /// <summary>Above mean sea level, cm.</summary>
        public int AltitudeCm { get; private set; }

        /// <summary>Speed north, cm/s; 0 when it is not known.</summary>
        public int NorthCms { get; private set; }

        /// <summary>Speed east, cm/s; 0 when it is not known.</summary>
        public int EastCms { get; private set; }

        /// <summary>Speed up, cm/s; 0 when it is not known.</summary>
        public int UpCms { get; private set; }

        /// <summary>Starts over at a place, with nothing else known.</summary>
        /// <param name="latitudeE7">1e-7 deg.</param>
        /// <param name="longitudeE7">1e-7 deg.</param>
        /// <param name="timeMs">ms since boot.</param>
        public void Start(int latitudeE7, int longitudeE7, long timeMs)
        {
            LatitudeE7 = latitudeE7;
            LongitudeE7 = longitudeE7;
            TimeMs = timeMs;
            HasAltitude = false;
            AltitudeCm = 0;
            NorthCms = 0;
            EastCms = 0;
            UpCms = 0;
        }

        /// <summary>Sets the altitude, cm above mean sea level.</summary>
        public void SetAltitude(int altitudeCm)
        {
            AltitudeCm = altitudeCm;
            HasAltitude = true;
        }

        /// <summary>Sets the speed, cm/s.</summary>
        public void SetVelocity(int northCms, int eastCms)
        {
            NorthCms = northCms;
            EastCms = eastCms;
        }

        /// <summary>Sets the speed by its magnitude and direction.</summary>
        /// <param name="speedCms">Over ground, cm/s.</param>
        /// <param name="courseCentiDegrees">Course over ground, true, 0.01 deg.</param>
        public void SetCourse(int speedCms, int courseCentiDegrees)
        {
            double course = courseCentiDegrees * RadiansPerCentiDegree;
            SetVelocity(Round(speedCms * Math.Cos(course)), Round(speedCms * Math.Sin(course)));
        }

        /// <summary>Sets the climb rate, cm/s.</summary>
        public void SetClimb(int upCms)
        {
            UpCms = upCms;
        }

        /// <summary>Becomes what another one is, at another time.</summary>
        /// <param name="other">It; itself for a new time alone.</param>
        /// <param name="timeMs">ms since boot.</param>
        public void CopyFrom(PeerState other, long timeMs)
        {
            LatitudeE7 = other.LatitudeE7;
            LongitudeE7 = other.LongitudeE7;
            TimeMs = timeMs;
            HasAltitude = other.HasAltitude;
            AltitudeCm = other.AltitudeCm;
            SetVelocity(other.NorthCms, other.EastCms);
            UpCms = other.UpCms;
        }

        private static int Round(double value)
        {
            return (int)(value + (value < 0 ? -0.5 : 0.5));
        }
    }
}

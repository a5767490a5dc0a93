using System;

namespace DroneLink.Firmware.VideoLink
{
    /// <summary>
    /// Distance between the drone and the receiver, from their positions. Flat-earth arithmetic with WGS84's radii of curvature at
    /// the middle latitude and the cosine of it: within 0.5 % from 1 m to 50 km, up to latitude 80. Uses double functions: for a
    /// few calls a second. Allocates nothing after construction.
    /// </summary>
    public sealed class LinkGeometry
    {
        /// <summary>A position older than this, ms, says nothing of now.</summary>
        public const int MaxAgeMs = 5000;

        /// <summary>The distance is not known.</summary>
        public const int Unknown = -1;

        private const int MaxLatitudeE7 = 900000000;
        private const int MaxLongitudeE7 = 1800000000;
        private const long TurnE7 = 3600000000;
        private const double RadiansPerE7 = Math.PI / 1800000000;
        private const double EquatorMm = 6378137000;
        private const double EccentricitySquare = 0.00669437999;

        private int _droneLatitude;
        private int _droneLongitude;
        private int _heightCm;
        private long _droneMs;
        private bool _hasDrone;
        private int _receiverLatitude;
        private int _receiverLongitude;
        private long _receiverMs;
        private bool _hasReceiver;
        private bool _isReceiverFixed;

        /// <summary>Takes the drone's position.</summary>
        /// <param name="latitudeE7">1e-7 deg.</param>
        /// <param name="longitudeE7">1e-7 deg.</param>
        /// <param name="heightCm">Height above the receiver, cm; below it negative.</param>
        /// <param name="nowMs">ms since boot, when it was there.</param>
        /// <returns>False, and nothing is taken, when it is not on the globe or 0, 0: that is a GPS without a fix.</returns>
        public bool SetDrone(int latitudeE7, int longitudeE7, int heightCm, long nowMs)
        {
            if (!IsPlace(latitudeE7, longitudeE7))
            {
                return false;
            }

            _droneLatitude = latitudeE7;
            _droneLongitude = longitudeE7;
            _heightCm = heightCm;
            _droneMs = nowMs;
            _hasDrone = true;
            return true;
        }

        /// <summary>Takes the receiver's position from its GPS; it is stale after <see cref="MaxAgeMs"/>.</summary>
        /// <returns>As <see cref="SetDrone"/>.</returns>
        public bool SetReceiver(int latitudeE7, int longitudeE7, long nowMs)
        {
            return SetReceiver(latitudeE7, longitudeE7, nowMs, false);
        }

        /// <summary>Takes the receiver's configured position; it is never stale.</summary>
        /// <returns>As <see cref="SetDrone"/>.</returns>
        public bool FixReceiver(int latitudeE7, int longitudeE7)
        {
            return SetReceiver(latitudeE7, longitudeE7, 0, true);
        }

        /// <summary>
        /// Returns the distance along the line of sight, mm, up to <see cref="int.MaxValue"/>; <see cref="Unknown"/> when a
        /// position is unknown or stale.
        /// </summary>
        public int DistanceMm(long nowMs)
        {
            if (!_hasDrone || !_hasReceiver || nowMs - _droneMs > MaxAgeMs || (!_isReceiverFixed && nowMs - _receiverMs > MaxAgeMs))
            {
                return Unknown;
            }

            long east = (long)_droneLongitude - _receiverLongitude;
            if (east > MaxLongitudeE7)
            {
                east -= TurnE7;
            }
            else if (east < -MaxLongitudeE7)
            {
                east += TurnE7;
            }

            double middle = ((long)_droneLatitude + _receiverLatitude) * 0.5 * RadiansPerE7;
            double sine = Math.Sin(middle);
            double flat = 1 - (EccentricitySquare * sine * sine);
            double prime = EquatorMm / Math.Sqrt(flat);
            double meridian = prime * (1 - EccentricitySquare) / flat;
            double northMm = ((long)_droneLatitude - _receiverLatitude) * RadiansPerE7 * meridian;
            double eastMm = east * RadiansPerE7 * prime * Math.Cos(middle);
            double upMm = _heightCm * 10.0;
            double distance = Math.Sqrt((northMm * northMm) + (eastMm * eastMm) + (upMm * upMm));
            return distance < int.MaxValue ? (int)(distance + 0.5) : int.MaxValue;
        }

        private static bool IsPlace(int latitudeE7, int longitudeE7)
        {
            return latitudeE7 >= -MaxLatitudeE7 && latitudeE7 <= MaxLatitudeE7 && longitudeE7 >= -MaxLongitudeE7
                && longitudeE7 <= MaxLongitudeE7 && (latitudeE7 != 0 || longitudeE7 != 0);
        }

        private bool SetReceiver(int latitudeE7, int longitudeE7, long nowMs, bool isFixed)
        {
            if (!IsPlace(latitudeE7, longitudeE7))
            {
                return false;
            }

            _receiverLatitude = latitudeE7;
            _receiverLongitude = longitudeE7;
            _receiverMs = nowMs;
            _isReceiverFixed = isFixed;
            _hasReceiver = true;
            return true;
        }
    }
}

using DroneLink.Drivers.NmeaGps;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Autopilot
{
    /// <summary>
    /// Records the position that a GPS receiver of the device's own tells, where there is no autopilot to tell it. Stepped; borrows the
    /// receiver. Allocates nothing after construction.
    /// </summary>
    public sealed class GpsRecorder
    {
        /// <summary>A position older than this, ms, is none.</summary>
        public const int MaxAgeMs = 3000;

        // The time of a sentence that waited in a buffer while the loop stood still is late by up to that long.
        private const int MaxTimeAgeMs = 1000;

        // GGA's quality as MAVLink's GPS_FIX_TYPE: none, 3D, differential, PPS, RTK fixed, RTK float; the others are no fix by satellites.
        private static readonly byte[] FixTypes = { 1, 3, 4, 3, 6, 5, 1, 1, 1 };

        private readonly NmeaGps _gps;
        private readonly Recorder _recorder;
        private readonly RateLimiter _limiter;
        private readonly TelemetryRecord _record = new TelemetryRecord();
        private long _ggaMs = long.MinValue / 2;
        private long _stepMs;
        private long _utcMs;
        private long _timeMs = -1;
        private bool _hasUtc;

        /// <summary>Creates a recorder.</summary>
        /// <param name="gps">The receiver, opened. Borrowed.</param>
        /// <param name="recorder">Takes the records. Borrowed.</param>
        /// <param name="periodMs">ms between positions; 0 takes each.</param>
        public GpsRecorder(NmeaGps gps, Recorder recorder, int periodMs)
        {
            _gps = gps;
            _recorder = recorder;
            _limiter = new RateLimiter(periodMs);
        }

        /// <summary>Degrees north, 1e-7 deg, while <see cref="HasPosition"/>.</summary>
        public int LatitudeE7 => _gps.Reading.LatitudeE7;

        /// <summary>Degrees east, 1e-7 deg, while <see cref="HasPosition"/>.</summary>
        public int LongitudeE7 => _gps.Reading.LongitudeE7;

        /// <summary>Whether there is a position not older than <see cref="MaxAgeMs"/>.</summary>
        public bool HasPosition(long nowMs)
        {
            return _gps.Reading.HasPosition && PositionAgeMs(nowMs) <= MaxAgeMs;
        }

        /// <summary>Returns how old the position is, ms.</summary>
        public long PositionAgeMs(long nowMs)
        {
            return _gps.Reading.GetPositionAgeMs(nowMs);
        }

        /// <summary>Takes what has come. Never waits.</summary>
        /// <param name="nowMs">ms since boot.</param>
        public void Step(long nowMs)
        {
            NmeaReading reading = _gps.Reading;
            while (_gps.TryReceive(nowMs))
            {
                // GGA has more; a receiver that sends none is recorded by its RMC.
                if (reading.IsGga)
                {
                    _ggaMs = nowMs;
                }

                if ((reading.IsGga || nowMs - _ggaMs > MaxAgeMs) && HasPosition(nowMs) && _limiter.IsDue(nowMs))
                {
                    Record(reading, nowMs);
                }
            }

            if (reading.HasTime && reading.TimeMs == nowMs && _timeMs != nowMs)
            {
                _timeMs = nowMs;
                _utcMs = reading.UnixMs;
                _hasUtc = _utcMs >= DeviceClock.EarliestUtcMs && _utcMs <= DeviceClock.LatestUtcMs && nowMs - _stepMs <= MaxTimeAgeMs;
            }

            _stepMs = nowMs;
        }

        /// <summary>Takes out the UTC of the step just made.</summary>
        /// <param name="utcMs">ms since 1970-01-01 UTC; some tenths of a second late, as the sentence was.</param>
        /// <returns>False when none came.</returns>
        public bool TryTakeUtc(out long utcMs)
        {
            utcMs = _utcMs;
            bool has = _hasUtc;
            _hasUtc = false;
            return has;
        }

        private void Record(NmeaReading reading, long nowMs)
        {
            _record.Start(RecordKind.Position);
            _record.Set(PositionField.Latitude, reading.LatitudeE7);
            _record.Set(PositionField.Longitude, reading.LongitudeE7);
            if (reading.HasAltitude)
            {
                _record.Set(PositionField.AltitudeMsl, reading.AltitudeCm);
            }

            if (reading.HasSpeed)
            {
                _record.Set(PositionField.GroundSpeed, reading.SpeedCms);
            }

            if (reading.HasCourse)
            {
                _record.Set(PositionField.Heading, reading.CourseCentiDegrees);
            }

            if (reading.HasFixQuality && reading.FixQuality < FixTypes.Length)
            {
                _record.Set(PositionField.FixType, FixTypes[reading.FixQuality]);
            }

            if (reading.HasSatellites)
            {
                _record.Set(PositionField.Satellites, reading.Satellites);
            }

            if (reading.HasHdop)
            {
                _record.Set(PositionField.Hdop, reading.HdopCenti);
            }

            _recorder.Record(_record, nowMs);
        }
    }
}

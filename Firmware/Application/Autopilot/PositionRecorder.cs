using System;
using DroneLink.Drivers.Mavlink;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Autopilot
{
    /// <summary>Records the autopilot's position, with the quality of the fix where that is fresh. Allocates nothing after construction.</summary>
    public sealed class PositionRecorder
    {
        /// <summary>A fix older than this, ms, says nothing of the position.</summary>
        public const int MaxFixAgeMs = 5000;

        private const byte Fix2D = 2;
        private const int MillimetresPerCentimetre = 10;

        private readonly Recorder _recorder;
        private readonly RateLimiter _limiter;
        private readonly TelemetryRecord _record = new TelemetryRecord();
        private readonly GlobalPositionIntReading _position = new GlobalPositionIntReading();
        private readonly GpsRawIntReading _gps = new GpsRawIntReading();
        private long _gpsMs;
        private bool _hasGps;

        /// <summary>Creates a recorder of positions.</summary>
        /// <param name="recorder">Takes the records. Borrowed.</param>
        /// <param name="periodMs">ms between positions, by the autopilot's clock; 0 takes each.</param>
        public PositionRecorder(Recorder recorder, int periodMs)
        {
            _recorder = recorder;
            _limiter = new RateLimiter(periodMs);
        }

        /// <summary>ms between positions; 0 takes each.</summary>
        public int PeriodMs
        {
            get => _limiter.PeriodMs;
            set => _limiter.PeriodMs = value;
        }

        /// <summary>Takes a message if it is a position or a fix.</summary>
        public void Take(MavlinkMessage message, long nowMs)
        {
            if (_gps.TryRead(message))
            {
                _gpsMs = nowMs;
                _hasGps = true;
                return;
            }

            if (!_position.TryRead(message))
            {
                return;
            }

            bool hasFreshFix = _hasGps && nowMs - _gpsMs <= MaxFixAgeMs;
            bool hasFix = hasFreshFix && _gps.FixType >= Fix2D;
            bool isZero = _position.LatitudeE7 == 0 && _position.LongitudeE7 == 0;
            if ((isZero && !hasFix) || !_limiter.IsDue(_position.BootMs))
            {
                return; // autopilots say 0, 0 until they know where they are
            }

            _record.Start(RecordKind.Position);
            _record.Set(PositionField.Latitude, _position.LatitudeE7);
            _record.Set(PositionField.Longitude, _position.LongitudeE7);
            _record.Set(PositionField.AltitudeMsl, ToCentimetres(_position.AltitudeMm));
            _record.Set(PositionField.AltitudeRelative, ToCentimetres(_position.RelativeAltitudeMm));
            _record.Set(PositionField.GroundSpeed, Length(_position.NorthCms, _position.EastCms));
            _record.Set(PositionField.ClimbRate, -_position.DownCms);
            if (_position.HasHeading)
            {
                _record.Set(PositionField.Heading, _position.HeadingCentiDegrees);
            }

            if (hasFreshFix)
            {
                SetFix();
            }

            _recorder.Record(_record, nowMs);
        }

        private void SetFix()
        {
            _record.Set(PositionField.FixType, _gps.FixType);
            if (_gps.HasSatellites)
            {
                _record.Set(PositionField.Satellites, _gps.Satellites);
            }

            if (_gps.HasHdop)
            {
                _record.Set(PositionField.Hdop, _gps.HdopCenti);
            }
        }

        // Half away from zero.
        private static int ToCentimetres(int millimetres)
        {
            int half = millimetres < 0 ? -(MillimetresPerCentimetre / 2) : MillimetresPerCentimetre / 2;
            return (int)(((long)millimetres + half) / MillimetresPerCentimetre);
        }

        // One native call; a root of whole numbers in managed code would cost some hundred instructions of the interpreter.
        private static int Length(int north, int east)
        {
            long square = ((long)north * north) + ((long)east * east);
            return (int)(Math.Sqrt(square) + 0.5);
        }
    }
}

using DroneLink.Drivers.NmeaGps;
using DroneLink.Firmware.Peers;

namespace DroneLink.Firmware.Autopilot
{
    /// <summary>
    /// Where the own drone is and where it goes, for those around it: by the autopilot, else by a GPS receiver of the device's own. Allocates nothing after construction.
    /// </summary>
    public sealed class OwnPosition
    {
        private readonly AutopilotTelemetry _autopilot;
        private readonly GpsRecorder _gps;
        private readonly PeerState _state = new PeerState();

        /// <summary>Creates it.</summary>
        /// <param name="autopilot">The autopilot; null for none. Borrowed.</param>
        /// <param name="gps">The receiver; null for none. Borrowed.</param>
        public OwnPosition(AutopilotTelemetry autopilot, GpsRecorder gps)
        {
            _autopilot = autopilot;
            _gps = gps;
        }

        /// <summary>Returns where the drone is, until the next call; null while that is not known.</summary>
        /// <param name="nowMs">ms since boot.</param>
        public PeerState At(long nowMs)
        {
            FlightTracker flight = _autopilot == null ? null : _autopilot.Flight;
            if (flight != null && flight.HasPosition(nowMs))
            {
                _state.Start(flight.LatitudeE7, flight.LongitudeE7, flight.PositionMs);
                _state.SetAltitude(flight.AltitudeMslCm);
                _state.SetVelocity(flight.NorthCms, flight.EastCms);
                _state.SetClimb(flight.UpCms);
                return _state;
            }

            if (_gps != null && _gps.HasPosition(nowMs))
            {
                SetGps(_gps.Reading, nowMs - _gps.PositionAgeMs(nowMs));
                return _state;
            }

            return null;
        }

        private void SetGps(NmeaReading reading, long timeMs)
        {
            _state.Start(reading.LatitudeE7, reading.LongitudeE7, timeMs);
            if (reading.HasAltitude)
            {
                _state.SetAltitude(reading.AltitudeCm);
            }

            if (reading.HasSpeed && reading.HasCourse)
            {
                _state.SetCourse(reading.SpeedCms, reading.CourseCentiDegrees);
            }
        }
    }
}

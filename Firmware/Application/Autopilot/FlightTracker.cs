using DroneLink.Drivers.Mavlink;
using DroneLink.Firmware.Safety;

namespace DroneLink.Firmware.Autopilot
{
    /// <summary>Keeps what the autopilot last said of the flight: whether it is armed, and where it is. Allocates nothing.</summary>
    public sealed class FlightTracker
    {
        /// <summary>ms that an armed drone counts as armed after its last heartbeat: it may fly on with its wire off, but not for ever.</summary>
        public const int ArmedForMs = 600000;

        /// <summary>ms that a position is worth something.</summary>
        public const int PositionForMs = 5000;

        private readonly HeartbeatReading _heartbeat = new HeartbeatReading();
        private readonly GlobalPositionIntReading _position = new GlobalPositionIntReading();
        private FlightState _state;
        private long _heartbeatMs;
        private bool _hasPosition;

        /// <summary>Degrees north, 1e-7 deg, while <see cref="HasPosition"/>.</summary>
        public int LatitudeE7 => _position.LatitudeE7;

        /// <summary>Degrees east, 1e-7 deg, while <see cref="HasPosition"/>.</summary>
        public int LongitudeE7 => _position.LongitudeE7;

        /// <summary>Above home, cm, while <see cref="HasPosition"/>.</summary>
        public int AltitudeCm => _position.RelativeAltitudeMm / 10;

        /// <summary>When the position came, ms since boot, while <see cref="HasPosition"/>.</summary>
        public long PositionMs { get; private set; }

        /// <summary>Takes a message of the autopilot itself.</summary>
        /// <param name="message">It. Borrowed for the call.</param>
        /// <param name="nowMs">ms since boot.</param>
        public void Take(MavlinkMessage message, long nowMs)
        {
            if (_heartbeat.TryRead(message))
            {
                _heartbeatMs = nowMs;
                _state = _heartbeat.IsArmed ? FlightState.Armed : FlightState.Disarmed;
            }
            else if (_position.TryRead(message))
            {
                // Autopilots say 0, 0 until they know where they are.
                _hasPosition = _position.LatitudeE7 != 0 || _position.LongitudeE7 != 0;
                PositionMs = nowMs;
            }
        }

        /// <summary>
        /// Returns what is known of the motors: the autopilot's last word, that of an armed one for <see cref="ArmedForMs"/>. Whoever would darken a
        /// picture by it asks besides whether the autopilot is heard now.
        /// </summary>
        public FlightState StateAt(long nowMs)
        {
            return _state == FlightState.Armed && nowMs - _heartbeatMs >= ArmedForMs ? FlightState.Unknown : _state;
        }

        /// <summary>Returns whether there is a position not older than <see cref="PositionForMs"/>.</summary>
        public bool HasPosition(long nowMs)
        {
            return _hasPosition && nowMs - PositionMs <= PositionForMs;
        }
    }
}

namespace DroneLink.Drivers.Mavlink
{
    /// <summary>VFR_HUD: what a pilot's display shows.</summary>
    public sealed class VfrHudReading
    {
        private const float Centi = 100f;

        private int _airspeed;
        private int _groundSpeed;
        private int _altitude;
        private int _climb;

        /// <summary>Whether <see cref="AirspeedCms"/> is known: a float that is not a number is not.</summary>
        public bool HasAirspeed { get; private set; }

        /// <summary>Indicated airspeed, cm/s; slightly negative at rest.</summary>
        public int AirspeedCms => _airspeed;

        /// <summary>Whether <see cref="GroundSpeedCms"/> is known.</summary>
        public bool HasGroundSpeed { get; private set; }

        /// <summary>Speed over ground, cm/s.</summary>
        public int GroundSpeedCms => _groundSpeed;

        /// <summary>Whether <see cref="AltitudeCm"/> is known.</summary>
        public bool HasAltitude { get; private set; }

        /// <summary>Above mean sea level, cm.</summary>
        public int AltitudeCm => _altitude;

        /// <summary>Whether <see cref="ClimbCms"/> is known.</summary>
        public bool HasClimb { get; private set; }

        /// <summary>Up is positive, cm/s.</summary>
        public int ClimbCms => _climb;

        /// <summary>Where the nose points, deg, 0..359.</summary>
        public int HeadingDegrees { get; private set; }

        /// <summary>Throttle, %, 0..100.</summary>
        public int ThrottlePercent { get; private set; }

        /// <summary>Takes over a message.</summary>
        /// <returns>False, and nothing changes, when it is another one.</returns>
        public bool TryRead(MavlinkMessage message)
        {
            if (message.MessageId != MavlinkId.VfrHud)
            {
                return false;
            }

            HasAirspeed = MavlinkScale.TryRound(message.GetSingle(0), Centi, out _airspeed);
            HasGroundSpeed = MavlinkScale.TryRound(message.GetSingle(4), Centi, out _groundSpeed);
            HasAltitude = MavlinkScale.TryRound(message.GetSingle(8), Centi, out _altitude);
            HasClimb = MavlinkScale.TryRound(message.GetSingle(12), Centi, out _climb);
            HeadingDegrees = message.GetInt16(16);
            ThrottlePercent = message.GetUInt16(18);
            return true;
        }
    }
}

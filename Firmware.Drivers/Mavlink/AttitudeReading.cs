namespace DroneLink.Drivers.Mavlink
{
    /// <summary>ATTITUDE, in hundredths of a degree.</summary>
    public sealed class AttitudeReading
    {
        private const double CentiDegreesPerRadian = 5729.5779513082321;

        private int _roll;
        private int _pitch;
        private int _yaw;

        /// <summary>ms since the autopilot started; wraps after 49 days.</summary>
        public uint BootMs { get; private set; }

        /// <summary>Whether <see cref="RollCentiDegrees"/> is known: a float that is not a number is not.</summary>
        public bool HasRoll { get; private set; }

        /// <summary>Right wing down is positive, 0.01 deg, -18000..18000.</summary>
        public int RollCentiDegrees => _roll;

        /// <summary>Whether <see cref="PitchCentiDegrees"/> is known.</summary>
        public bool HasPitch { get; private set; }

        /// <summary>Nose up is positive, 0.01 deg, -9000..9000.</summary>
        public int PitchCentiDegrees => _pitch;

        /// <summary>Whether <see cref="YawCentiDegrees"/> is known.</summary>
        public bool HasYaw { get; private set; }

        /// <summary>Clockwise from north, 0.01 deg, as sent: -18000..18000.</summary>
        public int YawCentiDegrees => _yaw;

        /// <summary>Takes over a message.</summary>
        /// <returns>False, and nothing changes, when it is another one.</returns>
        public bool TryRead(MavlinkMessage message)
        {
            if (message.MessageId != MavlinkId.Attitude)
            {
                return false;
            }

            BootMs = message.GetUInt32(0);
            HasRoll = MavlinkScale.TryRound(message.GetSingle(4), CentiDegreesPerRadian, out _roll);
            HasPitch = MavlinkScale.TryRound(message.GetSingle(8), CentiDegreesPerRadian, out _pitch);
            HasYaw = MavlinkScale.TryRound(message.GetSingle(12), CentiDegreesPerRadian, out _yaw);
            return true;
        }
    }
}

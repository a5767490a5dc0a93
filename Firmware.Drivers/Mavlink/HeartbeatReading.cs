namespace DroneLink.Drivers.Mavlink
{
    /// <summary>HEARTBEAT: a component is alive.</summary>
    public sealed class HeartbeatReading
    {
        /// <summary>MAV_TYPE of a ground control station.</summary>
        public const byte TypeGroundStation = 6;

        /// <summary>MAV_AUTOPILOT of a component that is no autopilot.</summary>
        public const byte NoAutopilot = 8;

        private const int ArmedFlag = 128;

        /// <summary>Flight mode, by autopilot.</summary>
        public uint CustomMode { get; private set; }

        /// <summary>MAV_TYPE.</summary>
        public byte Type { get; private set; }

        /// <summary>MAV_AUTOPILOT.</summary>
        public byte Autopilot { get; private set; }

        /// <summary>MAV_MODE_FLAG bits.</summary>
        public byte BaseMode { get; private set; }

        /// <summary>MAV_STATE.</summary>
        public byte SystemStatus { get; private set; }

        /// <summary>Whether the motors are armed.</summary>
        public bool IsArmed => (BaseMode & ArmedFlag) != 0;

        /// <summary>Takes over a message.</summary>
        /// <returns>False, and nothing changes, when it is another one.</returns>
        public bool TryRead(MavlinkMessage message)
        {
            if (message.MessageId != MavlinkId.Heartbeat)
            {
                return false;
            }

            CustomMode = message.GetUInt32(0);
            Type = message.GetByte(4);
            Autopilot = message.GetByte(5);
            BaseMode = message.GetByte(6);
            SystemStatus = message.GetByte(7);
            return true;
        }
    }
}

namespace DroneLink.Drivers.Mavlink
{
    /// <summary>SYSTEM_TIME: UTC as the autopilot has it from GNSS.</summary>
    public sealed class SystemTimeReading
    {
        /// <summary>Whether <see cref="UnixMs"/> is known: autopilots say 0 until they have a fix.</summary>
        public bool HasUnix { get; private set; }

        /// <summary>ms since 1970-01-01 UTC. As sent: it may be any number, and is judged by who uses it.</summary>
        public long UnixMs { get; private set; }

        /// <summary>ms since the autopilot started; wraps after 49 days.</summary>
        public uint BootMs { get; private set; }

        /// <summary>Takes over a message.</summary>
        /// <returns>False, and nothing changes, when it is another one.</returns>
        public bool TryRead(MavlinkMessage message)
        {
            if (message.MessageId != MavlinkId.SystemTime)
            {
                return false;
            }

            ulong unixUs = message.GetUInt64(0);
            HasUnix = unixUs != 0;
            UnixMs = (long)(unixUs / 1000);
            BootMs = message.GetUInt32(8);
            return true;
        }
    }
}

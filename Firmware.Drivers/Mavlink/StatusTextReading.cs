namespace DroneLink.Drivers.Mavlink
{
    /// <summary>STATUSTEXT: a text for people, or a part of one; see <see cref="StatusTextAssembler"/>.</summary>
    public sealed class StatusTextReading
    {
        /// <summary>Bytes that one message carries at the most.</summary>
        public const int MaxTextBytes = 50;

        private const int TextAt = 1;

        /// <summary>Of the sender.</summary>
        public byte SystemId { get; private set; }

        /// <summary>Of the sender.</summary>
        public byte ComponentId { get; private set; }

        /// <summary>MAV_SEVERITY, 0..7 as syslog's; as sent.</summary>
        public byte Severity { get; private set; }

        /// <summary>Bytes up to the first zero, 0..<see cref="MaxTextBytes"/>.</summary>
        public byte[] Text { get; } = new byte[MaxTextBytes];

        /// <summary>How many of <see cref="Text"/> count.</summary>
        public int TextBytes { get; private set; }

        /// <summary>Names the text that this is a part of; 0 for one that is whole.</summary>
        public int Id { get; private set; }

        /// <summary>Number of the part, from 0.</summary>
        public byte Part { get; private set; }

        /// <summary>Takes over a message.</summary>
        /// <returns>False, and nothing changes, when it is another one.</returns>
        public bool TryRead(MavlinkMessage message)
        {
            if (message.MessageId != MavlinkId.StatusText)
            {
                return false;
            }

            SystemId = message.SystemId;
            ComponentId = message.ComponentId;
            Severity = message.GetByte(0);
            message.CopyPayload(TextAt, Text, 0, MaxTextBytes);
            int bytes = 0;
            while (bytes < MaxTextBytes && Text[bytes] != 0)
            {
                bytes++;
            }

            TextBytes = bytes;
            Id = message.GetUInt16(51);
            Part = message.GetByte(53);
            return true;
        }
    }
}

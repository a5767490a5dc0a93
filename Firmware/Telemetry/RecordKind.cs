namespace DroneLink.Firmware.Telemetry
{
    /// <summary>The kinds of record of telemetry frame version 1.</summary>
    public static class RecordKind
    {
        /// <summary>Position and velocity, see <see cref="PositionField"/>.</summary>
        public const byte Position = 1;

        /// <summary>Attitude, see <see cref="AttitudeField"/>.</summary>
        public const byte Attitude = 2;

        /// <summary>The flight battery, see <see cref="PowerField"/>.</summary>
        public const byte Power = 3;

        /// <summary>One window of the 5.8 GHz video link, see <see cref="VideoLinkField"/>.</summary>
        public const byte VideoLink = 4;

        /// <summary>The video transmitter, see <see cref="TransmitterField"/>.</summary>
        public const byte Transmitter = 5;

        /// <summary>The video receiver, see <see cref="ReceiverField"/>.</summary>
        public const byte Receiver = 6;

        /// <summary>The air around, see <see cref="EnvironmentField"/>.</summary>
        public const byte Environment = 7;

        /// <summary>The device itself, see <see cref="SystemField"/>.</summary>
        public const byte System = 8;

        /// <summary>Something that happened, see <see cref="EventField"/>.</summary>
        public const byte Event = 9;

        /// <summary>Another drone nearby, see <see cref="PeerField"/>.</summary>
        public const byte Peer = 10;

        /// <summary>A text with a severity; it has no mask and no values.</summary>
        public const byte Text = 127;
    }
}

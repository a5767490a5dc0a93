namespace DroneLink.Drivers.Mavlink
{
    /// <summary>
    /// RADIO_STATUS of a telemetry radio. Strengths are in the radio's own units: SiK radios say 1.9 * (dBm + 127), others a
    /// signed byte of dBm, some percent; so no unit is made up here.
    /// </summary>
    public sealed class RadioStatusReading
    {
        /// <summary>What a byte of this message is when it is unknown.</summary>
        public const byte Unknown = 255;

        /// <summary>Strength at this end, 0..254, or <see cref="Unknown"/>.</summary>
        public byte Rssi { get; private set; }

        /// <summary>Strength at the far end, 0..254, or <see cref="Unknown"/>.</summary>
        public byte RemoteRssi { get; private set; }

        /// <summary>Noise at this end, 0..254, or <see cref="Unknown"/>.</summary>
        public byte Noise { get; private set; }

        /// <summary>Noise at the far end, 0..254, or <see cref="Unknown"/>.</summary>
        public byte RemoteNoise { get; private set; }

        /// <summary>Free space of the transmit buffer, %.</summary>
        public byte TransmitBufferPercent { get; private set; }

        /// <summary>Packets with errors since the radio started; wraps.</summary>
        public int ReceiveErrors { get; private set; }

        /// <summary>Packets that the radio repaired; wraps.</summary>
        public int Repaired { get; private set; }

        /// <summary>Takes over a message.</summary>
        /// <returns>False, and nothing changes, when it is another one.</returns>
        public bool TryRead(MavlinkMessage message)
        {
            if (message.MessageId != MavlinkId.RadioStatus)
            {
                return false;
            }

            ReceiveErrors = message.GetUInt16(0);
            Repaired = message.GetUInt16(2);
            Rssi = message.GetByte(4);
            RemoteRssi = message.GetByte(5);
            TransmitBufferPercent = message.GetByte(6);
            Noise = message.GetByte(7);
            RemoteNoise = message.GetByte(8);
            return true;
        }
    }
}

using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Peers
{
    /// <summary>
    /// Constants of a beacon's datagram, version 1: the frame as over MQTT, in what shows over UDP whom it is from.
    /// <code>
    /// 0 magic u8 0xD8 | 1 version u8 | 2 keyId u32 | 6 fleet u32 | 10 counter u64 | 18 frame | last 16: signature
    /// </code>
    /// Firmware/Peers/README.md describes it.
    /// </summary>
    public static class BeaconDatagram
    {
        /// <summary>The first byte.</summary>
        public const byte Magic = 0xD8;

        /// <summary>The second.</summary>
        public const byte Version = 1;

        /// <summary>Where the id of the key is.</summary>
        public const int KeyIdOffset = 2;

        /// <summary>Where the CRC-32 of the fleet's id is.</summary>
        public const int FleetOffset = 6;

        /// <summary>Where the sender's counter is.</summary>
        public const int CounterOffset = 10;

        /// <summary>Where the frame starts.</summary>
        public const int FrameOffset = 18;

        /// <summary>Bytes of the signature.</summary>
        public const int SignatureBytes = 16;

        /// <summary>Bytes of a datagram at the least.</summary>
        public const int MinBytes = FrameOffset + FrameFormat.MinFrameBytes + SignatureBytes;

        /// <summary>Bytes of a datagram at the most.</summary>
        public const int MaxBytes = 256;

        /// <summary>Bytes of its frame at the most.</summary>
        public const int MaxFrameBytes = MaxBytes - FrameOffset - SignatureBytes;
    }
}

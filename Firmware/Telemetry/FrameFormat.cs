namespace DroneLink.Firmware.Telemetry
{
    /// <summary>
    /// Constants of telemetry frame version 1.
    /// <code>
    /// magic u8 0xD7 | version u8 | flags u8 | idLength u8 | deviceId | bootId u32 | firstSeq varint | baseTime varint |
    /// count varint | records | signature 16 bytes, if Signed | crc u32
    /// </code>
    /// The whole format is described in CloudSdk/Wire/README.md; Firmware.Tests/GoldenVectors.cs holds both ends to it.
    /// </summary>
    public static class FrameFormat
    {
        /// <summary>The first byte of a frame.</summary>
        public const byte Magic = 0xD7;

        /// <summary>The second.</summary>
        public const byte Version = 1;

        /// <summary>Flag: the base time is UTC, else it is since boot.</summary>
        public const byte ClockSynced = 1;

        /// <summary>Flag: a signature stands before the CRC.</summary>
        public const byte Signed = 2;

        /// <summary>Bytes of a frame at the most.</summary>
        public const int MaxFrameBytes = 2048;

        /// <summary>Bytes of a frame at the least.</summary>
        public const int MinFrameBytes = 16;

        /// <summary>Records of a frame at the most.</summary>
        public const int MaxRecords = 255;

        /// <summary>Bytes of a device id at the most.</summary>
        public const int MaxDeviceIdBytes = 32;

        /// <summary>Bytes of a text at the most.</summary>
        public const int MaxTextBytes = 200;

        /// <summary>Bytes of the signature.</summary>
        public const int SignatureBytes = 16;

        /// <summary>Bytes of the CRC.</summary>
        public const int CrcBytes = 4;

        /// <summary>Bytes before the first record at the most, with a device id of <paramref name="idBytes"/>.</summary>
        public static int MaxHeadBytes(int idBytes)
        {
            return 4 + idBytes + 4 + 5 + 10 + 2;
        }
    }
}

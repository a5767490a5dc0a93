namespace DroneLink.Drivers.Mavlink
{
    /// <summary>
    /// MAVLink's frame check: CRC-16/MCRF4XX (reflected 0x1021, init 0xFFFF, no final xor; "123456789" gives 0x6F91) over all
    /// bytes after the magic, then over one more byte, CRC_EXTRA, which stands for the fields of that message. A frame of an
    /// id whose CRC_EXTRA is not known can therefore not be checked.
    /// </summary>
    public static class MavlinkCrc
    {
        /// <summary>What <see cref="GetExtra"/> returns for an id that it does not know.</summary>
        public const int UnknownExtra = -1;

        private const int Initial = 0xFFFF;

        private static readonly ushort[] Table = CreateTable();

        // CRC_EXTRA by id, 0 where no message has that id (no message below 256 has CRC_EXTRA 0). From the generated C library
        // of the "all" dialect, mavlink/c_library_v2 of 2026-08-22, all/all.h, MAVLINK_MESSAGE_CRCS.
        private static readonly byte[] Extras =
        {
            50, 124, 137, 0, 237, 217, 104, 119, 117, 0, 0, 89, 0, 0, 0, 0,
            0, 0, 0, 0, 214, 159, 220, 168, 24, 23, 170, 144, 67, 115, 39, 246,
            185, 104, 237, 244, 222, 212, 9, 254, 230, 28, 28, 132, 221, 232, 11, 153,
            41, 39, 78, 196, 0, 0, 15, 3, 0, 0, 0, 0, 0, 167, 183, 119,
            191, 118, 148, 21, 0, 243, 124, 0, 0, 38, 20, 158, 152, 143, 0, 0,
            14, 106, 49, 22, 143, 140, 5, 150, 0, 231, 183, 63, 54, 47, 0, 0,
            0, 0, 0, 0, 175, 102, 158, 208, 56, 93, 138, 108, 32, 185, 84, 34,
            174, 124, 237, 4, 76, 128, 56, 116, 134, 237, 203, 250, 87, 203, 220, 25,
            226, 46, 29, 223, 85, 6, 229, 203, 1, 195, 109, 168, 181, 47, 72, 131,
            127, 0, 103, 154, 178, 200, 134, 219, 208, 188, 84, 22, 19, 21, 134, 0,
            78, 68, 189, 127, 154, 21, 21, 144, 1, 234, 73, 181, 22, 83, 167, 138,
            234, 240, 47, 189, 52, 174, 229, 85, 159, 186, 72, 0, 0, 0, 0, 92,
            36, 71, 98, 120, 0, 0, 0, 0, 134, 205, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 69, 101, 50, 202, 17, 162, 0, 0, 0, 119,
            102, 208, 207, 0, 0, 0, 163, 105, 151, 35, 150, 179, 0, 0, 0, 0,
            0, 90, 104, 85, 95, 130, 184, 81, 8, 204, 49, 170, 44, 83, 46, 0,
        };

        /// <summary>Returns the CRC_EXTRA of a message id, 0..255, or <see cref="UnknownExtra"/>.</summary>
        public static int GetExtra(int messageId)
        {
            if (messageId < Extras.Length)
            {
                int extra = Extras[messageId];
                return extra != 0 ? extra : UnknownExtra;
            }

            switch (messageId)
            {
                case MavlinkId.VideoStreamInformation:
                    return 109;
                case MavlinkId.VideoStreamStatus:
                    return 59;
                case MavlinkId.Tunnel:
                    return 147;
                case 334: // CELLULAR_STATUS
                    return 72;
                case 390: // ONBOARD_COMPUTER_STATUS
                    return 156;
                case 12901: // OPEN_DRONE_ID_LOCATION
                    return 254;
                default:
                    return UnknownExtra;
            }
        }

        /// <summary>Returns the CRC of a range of bytes and of the CRC_EXTRA after them, 0..65535.</summary>
        public static int Compute(byte[] buffer, int offset, int count, int extra)
        {
            ushort[] table = Table;
            int crc = Initial;
            int end = offset + count;
            for (int at = offset; at < end; at++)
            {
                crc = (crc >> 8) ^ table[(crc ^ buffer[at]) & 0xFF];
            }

            return (crc >> 8) ^ table[(crc ^ extra) & 0xFF];
        }

        private static ushort[] CreateTable()
        {
            var table = new ushort[256];
            for (int index = 0; index < table.Length; index++)
            {
                int value = index;
                for (int bit = 0; bit < 8; bit++)
                {
                    value = (value & 1) != 0 ? (value >> 1) ^ 0x8408 : value >> 1;
                }

                table[index] = (ushort)value;
            }

            return table;
        }
    }
}

namespace DroneLink.Firmware.Telemetry
{
    /// <summary>
    /// CRC-32/ISO-HDLC: reflected, polynomial 0xEDB88320, init and xorout 0xFFFFFFFF; "123456789" gives 0xCBF43926.
    /// Managed, since the native one of System.IO.Hashing wants its own array for every call.
    /// </summary>
    public static class Crc32
    {
        private static readonly uint[] Table = MakeTable();

        /// <summary>Returns the CRC of <paramref name="count"/> bytes.</summary>
        /// <param name="buffer">Holds the bytes.</param>
        /// <param name="offset">Where they start.</param>
        /// <param name="count">How many they are.</param>
        /// <param name="crc">The CRC of what comes before them, 0 for none.</param>
        public static uint Compute(byte[] buffer, int offset, int count, uint crc = 0)
        {
            uint[] table = Table;
            uint value = ~crc;
            for (int end = offset + count; offset < end; offset++)
            {
                value = table[(int)((value ^ buffer[offset]) & 0xFF)] ^ (value >> 8);
            }

            return ~value;
        }

        private static uint[] MakeTable()
        {
            uint[] table = new uint[256];
            for (int i = 0; i < 256; i++)
            {
                uint value = (uint)i;
                for (int bit = 0; bit < 8; bit++)
                {
                    value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
                }

                table[i] = value;
            }

            return table;
        }
    }
}

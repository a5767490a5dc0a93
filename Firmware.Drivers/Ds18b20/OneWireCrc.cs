namespace DroneLink.Drivers.Ds18b20
{
    /// <summary>CRC-8 of 1-Wire: polynomial x^8 + x^5 + x^4 + 1, bits reflected (0x8C), from 0.</summary>
    public static class OneWireCrc
    {
        private const int Polynomial = 0x8C;

        /// <summary>Returns the CRC of the first bytes.</summary>
        public static byte Compute(byte[] bytes, int count)
        {
            int crc = 0;
            for (int index = 0; index < count; index++)
            {
                crc ^= bytes[index];
                for (int bit = 0; bit < 8; bit++)
                {
                    crc = (crc & 1) != 0 ? (crc >> 1) ^ Polynomial : crc >> 1;
                }
            }

            return (byte)crc;
        }
    }
}

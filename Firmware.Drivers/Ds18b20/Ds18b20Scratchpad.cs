namespace DroneLink.Drivers.Ds18b20
{
    /// <summary>
    /// The nine bytes that a DS18B20 answers with (data sheet, "Memory"):
    /// <code>
    /// 0, 1  temperature, 1/16 °C, low byte first; 0x0550 (85 °C) from power-on until the first conversion
    /// 2, 3  alarm limits, from EEPROM at power-on; this driver keeps its mark here
    /// 4     0 R1 R0 1 1 1 1 1: resolution, 9 bits + R
    /// 5..7  reserved
    /// 8     CRC-8 of 0..7
    /// </code>
    /// </summary>
    public static class Ds18b20Scratchpad
    {
        /// <summary>Bytes of it.</summary>
        public const int Bytes = 9;

        private const int ConfigAt = 4;
        private const int ConfigFixedMask = 0x9F;
        private const int ConfigFixed = 0x1F;
        private const int MinRaw = -55 * 16;
        private const int MaxRaw = 125 * 16;

        /// <summary>
        /// Returns what is wrong with the nine bytes. A line held low reads as nine zeros, and those pass the CRC; the bits of byte 4 that
        /// never change tell.
        /// </summary>
        public static SensorFault Check(byte[] bytes)
        {
            if (IsAll(bytes, 0x00) || IsAll(bytes, 0xFF))
            {
                return SensorFault.BusError;
            }

            if (OneWireCrc.Compute(bytes, Bytes - 1) != bytes[Bytes - 1])
            {
                return SensorFault.CrcMismatch;
            }

            return (bytes[ConfigAt] & ConfigFixedMask) == ConfigFixed ? SensorFault.None : SensorFault.WrongChip;
        }

        /// <summary>Returns the temperature register, 1/16 °C, without the bits that mean nothing at the resolution.</summary>
        public static int GetRaw(byte[] bytes)
        {
            int undefinedBits = 3 - ((bytes[ConfigAt] >> 5) & 3);
            return (short)(bytes[0] | (bytes[1] << 8)) >> undefinedBits << undefinedBits;
        }

        /// <summary>Returns the byte 4 of a resolution.</summary>
        /// <param name="resolutionBits">9..12.</param>
        public static byte GetConfig(int resolutionBits)
        {
            return (byte)(((resolutionBits - 9) << 5) | ConfigFixed);
        }

        /// <summary>Returns whether the part measures such a temperature: -55 to 125 °C.</summary>
        public static bool IsInRange(int raw)
        {
            return raw >= MinRaw && raw <= MaxRaw;
        }

        /// <summary>Returns 0.01 °C, rounded half away from zero.</summary>
        public static int ToCentiCelsius(int raw)
        {
            int scaled = raw * 25;
            return (scaled >= 0 ? scaled + 2 : scaled - 2) / 4;
        }

        private static bool IsAll(byte[] bytes, byte value)
        {
            for (int index = 0; index < Bytes; index++)
            {
                if (bytes[index] != value)
                {
                    return false;
                }
            }

            return true;
        }
    }
}

namespace DroneLink.Firmware.Telemetry
{
    /// <summary>Unsigned LEB128 and the zigzag mapping, as telemetry frames use them.</summary>
    public static class VarInt
    {
        /// <summary>Maps a signed value so that small magnitudes become small numbers: 0, -1, 1, -2 to 0, 1, 2, 3.</summary>
        public static ulong ZigZag(long value)
        {
            return (ulong)((value << 1) ^ (value >> 63));
        }

        /// <summary>Returns the bytes that a value takes, 1 to 10.</summary>
        public static int Size(ulong value)
        {
            int size = 1;
            while (value >= 0x80)
            {
                value >>= 7;
                size++;
            }

            return size;
        }

        /// <summary>Writes a value and returns the offset after it.</summary>
        public static int Write(byte[] buffer, int offset, ulong value)
        {
            while (value >= 0x80)
            {
                buffer[offset++] = (byte)(value | 0x80);
                value >>= 7;
            }

            buffer[offset++] = (byte)value;
            return offset;
        }

        /// <summary>Reads a value.</summary>
        /// <param name="buffer">Holds it.</param>
        /// <param name="offset">Where it starts; afterwards where it ends.</param>
        /// <param name="end">Where the bytes end.</param>
        /// <param name="bits">Its width, 32 or 64.</param>
        /// <param name="value">The value.</param>
        /// <returns>False when the bytes end inside it, it has needless trailing groups, or it is wider than <paramref name="bits"/>.</returns>
        public static bool TryRead(byte[] buffer, ref int offset, int end, int bits, out ulong value)
        {
            value = 0;
            for (int shift = 0; offset < end; shift += 7)
            {
                byte group = buffer[offset++];
                ulong payload = (ulong)(group & 0x7F);
                if (shift >= bits || (bits - shift < 7 && (payload >> (bits - shift)) != 0))
                {
                    return false;
                }

                value |= payload << shift;
                if ((group & 0x80) == 0)
                {
                    return group != 0 || shift == 0;
                }
            }

            return false;
        }
    }
}

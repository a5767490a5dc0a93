namespace DroneLink.Drivers.NmeaGps
{
    /// <summary>Reads the numbers of a sentence, in whole numbers only.</summary>
    internal static class NmeaNumber
    {
        // Nine digits: what is scaled stays an int.
        private const int MaxDigits = 9;

        /// <summary>Reads digits with an optional point, and with a sign where one may be.</summary>
        /// <param name="bytes">The sentence.</param>
        /// <param name="start">Where the field begins.</param>
        /// <param name="end">Behind its last byte.</param>
        /// <param name="decimals">Decimals that are kept; the next one rounds, and the rest may be any number.</param>
        /// <param name="isSigned">Whether it may begin with a minus.</param>
        /// <param name="value">The number times 10 to the power of decimals.</param>
        /// <returns>False when it is no such number, or does not fit.</returns>
        public static bool TryRead(byte[] bytes, int start, int end, int decimals, bool isSigned, out int value)
        {
            value = 0;
            bool isNegative = isSigned && start < end && bytes[start] == '-';
            int at = isNegative ? start + 1 : start;
            int digits = 0;
            int significant = 0;
            int kept = -1; // decimals taken so far; -1 before the point
            bool roundsUp = false;
            for (; at < end; at++)
            {
                int digit = bytes[at] - '0';
                if (bytes[at] == '.' && kept < 0)
                {
                    kept = 0;
                    continue;
                }

                if (digit < 0 || digit > 9)
                {
                    return false;
                }

                digits++;
                if (kept == decimals)
                {
                    roundsUp = digit >= 5;
                    kept++; // only the first of those that are left out rounds
                }
                else if (kept < decimals)
                {
                    significant += value != 0 || digit != 0 ? 1 : 0;
                    value = (value * 10) + digit;
                    kept += kept >= 0 ? 1 : 0;
                }

                if (significant > MaxDigits)
                {
                    return false;
                }
            }

            for (kept = kept < 0 ? 0 : kept; kept < decimals; kept++)
            {
                significant += value != 0 ? 1 : 0;
                value *= 10;
            }

            if (digits == 0 || significant > MaxDigits)
            {
                return false;
            }

            value += roundsUp ? 1 : 0;
            value = isNegative ? -value : value;
            return true;
        }

        /// <summary>Reads a fixed number of digits.</summary>
        public static bool TryReadDigits(byte[] bytes, int start, int count, out int value)
        {
            value = 0;
            for (int at = start; at < start + count; at++)
            {
                int digit = bytes[at] - '0';
                if (digit < 0 || digit > 9)
                {
                    return false;
                }

                value = (value * 10) + digit;
            }

            return true;
        }

        /// <summary>Reads a hexadecimal digit.</summary>
        /// <returns>-1 when it is none.</returns>
        public static int GetHexDigit(byte value)
        {
            if (value >= '0' && value <= '9')
            {
                return value - '0';
            }

            if (value >= 'A' && value <= 'F')
            {
                return value - 'A' + 10;
            }

            return value >= 'a' && value <= 'f' ? value - 'a' + 10 : -1;
        }
    }
}

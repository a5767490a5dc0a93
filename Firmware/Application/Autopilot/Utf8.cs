namespace DroneLink.Firmware.Autopilot
{
    /// <summary>Makes any bytes valid UTF-8, in place. Autopilots send ASCII, or whatever was in memory.</summary>
    public static class Utf8
    {
        private const byte Replacement = (byte)'?';

        /// <summary>
        /// Replaces each byte that belongs to no character by <c>?</c>: stray and missing continuations, overlong forms, surrogates and
        /// what is above U+10FFFF (Unicode, table 3-7). The length stays.
        /// </summary>
        public static void ReplaceInvalid(byte[] bytes, int count)
        {
            int at = 0;
            while (at < count)
            {
                int length = CharacterLength(bytes, at, count);
                if (length == 0)
                {
                    bytes[at] = Replacement;
                    length = 1;
                }

                at += length;
            }
        }

        // Returns 1 to 4, or 0 where no character starts.
        private static int CharacterLength(byte[] bytes, int at, int end)
        {
            byte lead = bytes[at];
            if (lead < 0x80)
            {
                return 1;
            }

            // The second byte's range is narrower after four leads; the others are 80..BF.
            int length = lead >= 0xC2 && lead <= 0xDF ? 2 : lead >= 0xE0 && lead <= 0xEF ? 3 : lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
            if (length == 0 || at + length > end)
            {
                return 0;
            }

            byte lowest = (byte)(lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80);
            byte highest = (byte)(lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF);
            if (bytes[at + 1] < lowest || bytes[at + 1] > highest)
            {
                return 0;
            }

            for (int index = 2; index < length; index++)
            {
                if ((bytes[at + index] & 0xC0) != 0x80)
                {
                    return 0;
                }
            }

            return length;
        }
    }
}

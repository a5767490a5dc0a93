namespace DroneLink.Firmware.Ota
{
    /// <summary>Versions <c>major.minor.patch</c>, each part 0 to 255, packed as <c>major&lt;&lt;16 | minor&lt;&lt;8 | patch</c>.</summary>
    public static class OtaVersion
    {
        private const int Parts = 3;
        private const int MaxPart = 255;

        /// <summary>Returns the packed version of a text, or -1 when it is none: exactly three parts, digits only, no leading zero.</summary>
        public static int TryParse(string text)
        {
            if (text == null)
            {
                return -1;
            }

            int packed = 0;
            int parts = 0;
            int start = 0;
            for (int i = 0; i <= text.Length; i++)
            {
                if (i < text.Length && text[i] != '.')
                {
                    continue;
                }

                int part = ParsePart(text, start, i - start);
                if (part < 0 || ++parts > Parts)
                {
                    return -1;
                }

                packed = (packed << 8) | part;
                start = i + 1;
            }

            return parts == Parts ? packed : -1;
        }

        /// <summary>Returns a packed version as text.</summary>
        public static string Format(int packed)
        {
            return ((packed >> 16) & MaxPart).ToString() + "." + ((packed >> 8) & MaxPart).ToString() + "." + (packed & MaxPart).ToString();
        }

        private static int ParsePart(string text, int start, int count)
        {
            if (count < 1 || count > 3 || (count > 1 && text[start] == '0'))
            {
                return -1;
            }

            int value = 0;
            for (int i = start; i < start + count; i++)
            {
                char c = text[i];
                if (c < '0' || c > '9')
                {
                    return -1;
                }

                value = (value * 10) + (c - '0');
            }

            return value <= MaxPart ? value : -1;
        }
    }
}

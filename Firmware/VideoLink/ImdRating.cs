namespace DroneLink.Firmware.VideoLink
{
    /// <summary>
    /// How well transmitters on several frequencies get on, as IMDTabler 1.1 rates it: two of them make a product at 2 f1 - f2, and
    /// one that falls within 35 MHz of a frequency in use costs the square of what it is short of that. 100 is clean; there is no
    /// lower end. Third-order products of three transmitters exist and are left out, as they are there.
    /// </summary>
    public static class ImdRating
    {
        /// <summary>The rating of no product at all.</summary>
        public const int Best = 100;

        private const int LowestMhz = 5100;
        private const int HighestMhz = 6099;
        private const int NearMhz = 35;
        private const int Divisor = 5;

        /// <summary>Returns the rating.</summary>
        /// <param name="frequenciesMhz">MHz.</param>
        /// <param name="count">How many of them; none or one is <see cref="Best"/>.</param>
        public static int Of(int[] frequenciesMhz, int count)
        {
            int total = 0;
            for (int one = 0; one < count; one++)
            {
                for (int other = 0; other < count; other++)
                {
                    int product = (2 * frequenciesMhz[one]) - frequenciesMhz[other];
                    if (one != other && product >= LowestMhz && product <= HighestMhz)
                    {
                        int distance = Distance(frequenciesMhz, count, product);
                        total += distance < NearMhz ? (NearMhz - distance) * (NearMhz - distance) : 0;
                    }
                }
            }

            return count == 0 ? Best : Best - (total / Divisor / count);
        }

        private static int Distance(int[] frequenciesMhz, int count, int product)
        {
            int least = int.MaxValue;
            for (int index = 0; index < count; index++)
            {
                int distance = product - frequenciesMhz[index];
                distance = distance < 0 ? -distance : distance;
                least = distance < least ? distance : least;
            }

            return least;
        }
    }
}

using System;

namespace DroneLink.Firmware.VideoLink
{
    /// <summary>The frequencies of a fleet that flies together. Allocates nothing after construction.</summary>
    public sealed class FrequencyPlan
    {
        /// <summary>Transmitters at the most.</summary>
        public const int MaxCount = 16;

        /// <summary>
        /// Two transmitters nearer than this, MHz, show in each other's picture: practice is 35 to 40, Raceband's step 37.
        /// </summary>
        public const int MinSeparationMhz = 35;

        /// <summary>Nobody else is there.</summary>
        public const int Alone = int.MaxValue;

        private readonly int[] _frequencies = new int[MaxCount];

        /// <summary>Transmitters in the plan.</summary>
        public int Count { get; private set; }

        /// <summary>How well they get on, see <see cref="ImdRating"/>.</summary>
        public int Rating => ImdRating.Of(_frequencies, Count);

        /// <summary>The least distance between two of them, MHz; <see cref="Alone"/> for fewer than two.</summary>
        public int SeparationMhz
        {
            get
            {
                int least = Alone;
                for (int index = 0; index < Count; index++)
                {
                    int distance = Distance(_frequencies[index], index);
                    least = distance < least ? distance : least;
                }

                return least;
            }
        }

        /// <summary>Returns the frequency of a transmitter, MHz.</summary>
        /// <param name="index">0 to <see cref="Count"/> - 1.</param>
        public int FrequencyMhz(int index)
        {
            if (index < 0 || index >= Count)
            {
                throw new ArgumentOutOfRangeException(nameof(index));
            }

            return _frequencies[index];
        }

        /// <summary>Adds a transmitter, whether it is clear of the others or not.</summary>
        /// <returns>False when the plan is full.</returns>
        public bool TryAdd(int frequencyMhz)
        {
            if (Count == MaxCount)
            {
                return false;
            }

            _frequencies[Count++] = frequencyMhz;
            return true;
        }

        /// <summary>Empties the plan.</summary>
        public void Clear()
        {
            Count = 0;
        }

        /// <summary>
        /// Returns the distance of a frequency to the nearest in the plan, MHz; <see cref="Alone"/> when there is none.
        /// </summary>
        public int DistanceMhz(int frequencyMhz)
        {
            return Distance(frequencyMhz, MaxCount);
        }

        /// <summary>Returns whether a transmitter more would be <see cref="MinSeparationMhz"/> or more from every other.</summary>
        public bool IsClear(int frequencyMhz)
        {
            return DistanceMhz(frequencyMhz) >= MinSeparationMhz;
        }

        private int Distance(int frequencyMhz, int except)
        {
            int least = Alone;
            for (int index = 0; index < Count; index++)
            {
                int distance = frequencyMhz - _frequencies[index];
                distance = distance < 0 ? -distance : distance;
                least = index != except && distance < least ? distance : least;
            }

            return least;
        }
    }
}

using System;

namespace DroneLink.Firmware.VideoLink
{
    /// <summary>
    /// Mean, extremes and standard deviation of whole numbers, in one pass and exactly: sums are of the differences to the first
    /// sample and 64-bit, so for differences up to 30,000 and 60,000 samples nothing overflows.
    /// </summary>
    public sealed class SampleStatistics
    {
        private int _first;
        private long _sum;
        private long _squares;

        /// <summary>Samples taken.</summary>
        public int Count { get; private set; }

        /// <summary>The smallest; means nothing while <see cref="Count"/> is 0.</summary>
        public int Min { get; private set; }

        /// <summary>The largest; means nothing while <see cref="Count"/> is 0.</summary>
        public int Max { get; private set; }

        /// <summary>The mean, rounded half away from zero; 0 while <see cref="Count"/> is 0.</summary>
        public int Mean => Count == 0 ? 0 : RoundedQuotient(((long)_first * Count) + _sum, Count);

        /// <summary>The standard deviation of the samples themselves (population), rounded; 0 while <see cref="Count"/> is 0.</summary>
        public int StandardDeviation
        {
            get
            {
                if (Count == 0)
                {
                    return 0;
                }

                long scaled = (_squares * Count) - (_sum * _sum);
                return (int)((Math.Sqrt(scaled) / Count) + 0.5);
            }
        }

        /// <summary>Forgets all samples.</summary>
        public void Clear()
        {
            Count = 0;
            _sum = 0;
            _squares = 0;
        }

        /// <summary>Takes a sample.</summary>
        public void Add(int sample)
        {
            if (Count == 0)
            {
                _first = sample;
                Min = sample;
                Max = sample;
            }

            Count++;
            long difference = (long)sample - _first;
            _sum += difference;
            _squares += difference * difference;
            if (sample < Min)
            {
                Min = sample;
            }

            if (sample > Max)
            {
                Max = sample;
            }
        }

        private static int RoundedQuotient(long sum, int count)
        {
            int half = count / 2;
            return (int)((sum < 0 ? sum - half : sum + half) / count);
        }
    }
}

using System;

namespace DroneLink.Firmware.Uplink
{
    /// <summary>
    /// Exponential back-off with full jitter: before try <em>n</em> it waits a random time up to <c>base × 2^n</c>, at most the
    /// cap. The first try is spread too, since a fleet that gets its power back together must not call together.
    /// </summary>
    public sealed class Backoff
    {
        private readonly int _baseMs;
        private readonly int _capMs;
        private readonly int _firstMs;
        private uint _random;
        private int _attempts = -1;

        /// <summary>Creates a back-off whose first wait is the one before the very first try.</summary>
        /// <param name="firstMs">The first wait is up to this, ms.</param>
        /// <param name="baseMs">The second up to this, then twice that, and so on, ms.</param>
        /// <param name="capMs">None is longer than this, ms.</param>
        /// <param name="seed">Differs between devices and between boots.</param>
        public Backoff(int firstMs, int baseMs, int capMs, uint seed)
        {
            if (baseMs <= 0 || capMs < baseMs || firstMs < 0)
            {
                throw new ArgumentException("backoff: expected 0 <= first and 0 < base <= cap");
            }

            _firstMs = firstMs;
            _baseMs = baseMs;
            _capMs = capMs;
            _random = seed == 0 ? 0x9E3779B9 : seed;
        }

        /// <summary>Returns how long to wait before the next try, ms.</summary>
        public int Next()
        {
            long window = _attempts < 0 ? _firstMs : _baseMs;
            for (int i = 0; i < _attempts && window < _capMs; i++)
            {
                window *= 2;
            }

            if (window > _capMs && _attempts >= 0)
            {
                window = _capMs;
            }

            if (_attempts < 30)
            {
                _attempts++;
            }

            return (int)(NextRandom() % (ulong)(window + 1));
        }

        /// <summary>Starts over after a connection that was good for a while; the next wait is up to the base.</summary>
        public void Reset()
        {
            _attempts = 0;
        }

        // xorshift32 (Marsaglia 2003): repeatable, and no object of System.Random.
        private uint NextRandom()
        {
            uint x = _random;
            x ^= x << 13;
            x ^= x >> 17;
            x ^= x << 5;
            _random = x;
            return x;
        }
    }
}

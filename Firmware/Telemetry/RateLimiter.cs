namespace DroneLink.Firmware.Telemetry
{
    /// <summary>
    /// Lets through at most one sample a period, by the clock of whoever took the samples: telemetry that a radio delivers in
    /// bursts is thinned by when it was measured and not by when it came.
    /// </summary>
    public sealed class RateLimiter
    {
        // A sample may come this share of a period early, so that a source of just this rate that jitters is not halved.
        private const int EarlyDivisor = 4;

        private long _lastMs;
        private long _dueMs;
        private bool _started;

        /// <summary>Creates a limiter.</summary>
        /// <param name="periodMs">ms between samples in the mean, at the least; 0 lets all through.</param>
        public RateLimiter(int periodMs)
        {
            PeriodMs = periodMs;
        }

        /// <summary>ms between samples in the mean, at the least; 0 lets all through.</summary>
        public int PeriodMs { get; set; }

        /// <summary>Returns whether a sample of this time is due. A time before the last one's is a late sample or a restarted clock, and is due.</summary>
        public bool IsDue(long timeMs)
        {
            bool goesOn = _started && timeMs >= _lastMs;
            if (goesOn && timeMs < _dueMs - (PeriodMs / EarlyDivisor))
            {
                return false;
            }

            _started = true;
            _lastMs = timeMs;
            _dueMs = (goesOn && timeMs - _dueMs < PeriodMs ? _dueMs : timeMs) + PeriodMs;
            return true;
        }
    }
}

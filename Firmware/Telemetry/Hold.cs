namespace DroneLink.Firmware.Telemetry
{
    /// <summary>
    /// Tells when a condition has been true for a time without a break. Only time that was watched counts: from one step to the
    /// next, at the most <em>maxGapMs</em>, so that a loop that stood still proves nothing.
    /// </summary>
    public sealed class Hold
    {
        private readonly int _holdMs;
        private readonly int _maxGapMs;
        private long _lastMs;
        private bool _isOn;

        /// <summary>Creates one whose condition was false.</summary>
        /// <param name="holdMs">ms that the condition has to be true for; 0 is at once.</param>
        /// <param name="maxGapMs">ms that one step stands for at the most.</param>
        public Hold(int holdMs, int maxGapMs)
        {
            _holdMs = holdMs;
            _maxGapMs = maxGapMs;
        }

        /// <summary>ms that the condition was seen true; 0 while it is false.</summary>
        public long HeldMs { get; private set; }

        /// <summary>Takes the condition of now.</summary>
        /// <returns>Whether it has held for long enough.</returns>
        public bool Step(bool condition, long nowMs)
        {
            if (!condition)
            {
                Restart();
                return false;
            }

            if (_isOn)
            {
                long elapsed = nowMs - _lastMs;
                HeldMs += elapsed < _maxGapMs ? elapsed : _maxGapMs;
            }

            _isOn = true;
            _lastMs = nowMs;
            return HeldMs >= _holdMs;
        }

        /// <summary>Forgets that the condition was true.</summary>
        public void Restart()
        {
            _isOn = false;
            HeldMs = 0;
        }
    }
}

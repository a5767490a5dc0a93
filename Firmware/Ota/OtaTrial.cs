namespace DroneLink.Firmware.Ota
{
    /// <summary>Watches the payload that runs: confirms or gives up one on trial, and notes that the start of a confirmed one has lasted.</summary>
    internal sealed class OtaTrial
    {
        /// <summary>A new payload has to run this long without failing, ms.</summary>
        public const int ProofMs = 30000;

        /// <summary>A start has lasted after this, ms.</summary>
        public const int StableMs = 20000;

        private readonly OtaBoot _boot;
        private readonly int _trialMs;
        private bool _isStarted;
        private bool _isStable;
        private bool _hasReachedCloud;
        private long _startMs;
        private long _wellSinceMs;

        /// <summary>Creates a watch; it starts with the first step.</summary>
        public OtaTrial(OtaBoot boot, int trialMs)
        {
            _boot = boot;
            _trialMs = trialMs;
        }

        /// <summary>Notes that the cloud has acknowledged what the payload recorded.</summary>
        public void NoteReachedCloud()
        {
            _hasReachedCloud = true;
        }

        /// <summary>Notes that the payload failed: its time without failing starts again.</summary>
        public void NoteFailure(long nowMs)
        {
            _wellSinceMs = nowMs;
        }

        /// <summary>Does what is due.</summary>
        /// <param name="nowMs">ms since boot.</param>
        /// <param name="isSafe">Whether a restart is allowed. A trial whose time is over in the air goes on, and may still prove itself.</param>
        public void Step(long nowMs, bool isSafe)
        {
            if (!_isStarted)
            {
                _isStarted = true;
                _startMs = nowMs;
                _wellSinceMs = nowMs;
            }

            if (_boot.IsTrial)
            {
                if (_hasReachedCloud && nowMs - _wellSinceMs >= ProofMs)
                {
                    _boot.Confirm();
                }
                else if (isSafe && nowMs - _startMs >= _trialMs)
                {
                    _boot.RollBack(OtaRollbackReason.NotConfirmed);
                }
            }
            else if (!_isStable && nowMs - _wellSinceMs >= StableMs)
            {
                _isStable = true;
                _boot.MarkStable();
            }
        }
    }
}

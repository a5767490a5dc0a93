using System;

namespace DroneLink.Firmware.VideoLink
{
    /// <summary>
    /// Measures availability and fades of a series of samples. A sample stands for the time to the next one, at the most for
    /// <em>maxGapMs</em>: what lies beyond was not observed and counts for nothing. A fade begins with a sample at the threshold or below
    /// and ends with one at the threshold plus hysteresis or above. Pure; allocates nothing after construction.
    /// </summary>
    public sealed class FadeMeter
    {
        private readonly int _threshold;
        private readonly int _end;
        private readonly int _maxGapMs;
        private long _lastMs;
        private long _standsMs;
        private long _fadeMs;
        private bool _hasSample;
        private bool _isAbove;

        /// <summary>Creates a meter.</summary>
        /// <param name="thresholdCentiDbm">Power above which there is a picture, 0.01 dBm.</param>
        /// <param name="hysteresisCentiDb">How far above the threshold a fade ends, 0.01 dB, 0 or more. With 0 it ends just above.</param>
        /// <param name="maxGapMs">ms that one sample stands for at the most, 1 or more.</param>
        /// <exception cref="ArgumentException">One of these is out of its range.</exception>
        public FadeMeter(int thresholdCentiDbm, int hysteresisCentiDb, int maxGapMs)
        {
            if (hysteresisCentiDb < 0 || maxGapMs < 1)
            {
                throw new ArgumentException("hysteresis " + hysteresisCentiDb + " and gap " + maxGapMs + ": expected 0 and 1 or more");
            }

            _threshold = thresholdCentiDbm;
            _end = thresholdCentiDbm + (hysteresisCentiDb == 0 ? 1 : hysteresisCentiDb);
            _maxGapMs = maxGapMs;
        }

        /// <summary>
        /// Whether the last sample was in a fade. Samples that have been low since the first one are in a fade whose beginning
        /// was not seen.
        /// </summary>
        public bool IsInFade { get; private set; }

        /// <summary>Fades that began in this window; one whose beginning was not seen does not count.</summary>
        public int FadeCount { get; private set; }

        /// <summary>ms of this window in fades.</summary>
        public int FadeTimeMs { get; private set; }

        /// <summary>
        /// Observed ms of the longest fade that was going on in this window, from its beginning: may exceed the window.
        /// </summary>
        public int LongestFadeMs { get; private set; }

        /// <summary>ms of this window above the threshold, without hysteresis.</summary>
        public int AboveMs { get; private set; }

        /// <summary>ms of this window that samples stand for.</summary>
        public int ObservedMs { get; private set; }

        /// <summary>Takes a sample.</summary>
        public void Add(int centiDbm, long nowMs)
        {
            Account(nowMs);
            _lastMs = nowMs;
            _standsMs = _maxGapMs;
            _isAbove = centiDbm > _threshold;
            if (IsInFade)
            {
                IsInFade = centiDbm < _end;
            }
            else if (!_isAbove)
            {
                IsInFade = true;
                _fadeMs = 0;
                FadeCount += _hasSample ? 1 : 0;
            }

            _hasSample = true;
        }

        /// <summary>Counts the time up to now into this window: call it before its figures are read.</summary>
        public void EndWindow(long nowMs)
        {
            Account(nowMs);
        }

        /// <summary>Starts a window. A fade that is going on goes on, and is not counted again.</summary>
        public void StartWindow()
        {
            FadeCount = 0;
            FadeTimeMs = 0;
            LongestFadeMs = 0;
            AboveMs = 0;
            ObservedMs = 0;
        }

        /// <summary>
        /// Forgets the last sample and the fade that is going on: the receiver was off, or elsewhere. The window's figures
        /// stay.
        /// </summary>
        public void Restart()
        {
            _hasSample = false;
            _standsMs = 0;
            IsInFade = false;
        }

        private void Account(long nowMs)
        {
            long elapsed = nowMs - _lastMs;
            if (elapsed > _standsMs)
            {
                elapsed = _standsMs;
            }

            if (!_hasSample || elapsed <= 0)
            {
                return;
            }

            _standsMs -= elapsed;
            _lastMs = nowMs;
            ObservedMs += (int)elapsed;
            AboveMs += _isAbove ? (int)elapsed : 0;
            if (IsInFade)
            {
                FadeTimeMs += (int)elapsed;
                _fadeMs += elapsed;
                LongestFadeMs = _fadeMs > LongestFadeMs ? Capped(_fadeMs) : LongestFadeMs;
            }
        }

        private static int Capped(long ms)
        {
            return ms < int.MaxValue ? (int)ms : int.MaxValue;
        }
    }
}

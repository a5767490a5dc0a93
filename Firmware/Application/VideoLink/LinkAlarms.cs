using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.VideoLink
{
    /// <summary>
    /// Records the events of a video link, each with hysteresis and a time to hold. Allocates nothing after construction.
    /// </summary>
    public sealed class LinkAlarms
    {
        private const int TooCloseHysteresisCentiDb = 300;
        private const int TooCloseOffMs = 10000;
        private const int InterferenceHysteresis = 20;
        private const int InterferenceWindows = 2;

        private readonly Recorder _recorder;
        private readonly LinkState _state;
        private readonly HoldAlarm _tooClose;
        private readonly HoldAlarm _interference;
        private readonly int _tooCloseCentiDbm;
        private readonly int _interferenceFrom;

        /// <summary>Creates alarms that have not seen anything.</summary>
        /// <param name="recorder">Takes the events. Borrowed.</param>
        /// <param name="options">What is an event.</param>
        public LinkAlarms(Recorder recorder, VideoLinkOptions options)
        {
            _recorder = recorder;
            _state = new LinkState(options);
            _tooClose = new HoldAlarm(options.TooCloseAfterMs, TooCloseOffMs, options.MaxGapMs);
            int windowsMs = InterferenceWindows * options.WindowMs;
            _interference = new HoldAlarm(windowsMs, windowsMs, windowsMs);
            _tooCloseCentiDbm = options.TooCloseCentiDbm;
            _interferenceFrom = options.InterferenceFrom;
        }

        /// <summary>How the link is.</summary>
        public LinkCondition Condition => _state.Condition;

        /// <summary>Whether the transmitter is too close.</summary>
        public bool IsTooClose => _tooClose.IsRaised;

        /// <summary>Takes a sample of a receiver that is on the own frequency.</summary>
        /// <param name="centiDbm">0.01 dBm.</param>
        /// <param name="isInFade">Whether it is in a fade.</param>
        /// <param name="health">Of the last window, or <see cref="LinkHealth.Unknown"/>.</param>
        /// <param name="isSaturated">Whether the receiver is overdriven.</param>
        /// <param name="nowMs">ms since boot.</param>
        public void TakeLink(int centiDbm, bool isInFade, int health, bool isSaturated, long nowMs)
        {
            int code = _state.Step(isInFade, health, isSaturated, nowMs);
            if (code == EventCode.LinkLost)
            {
                _recorder.RecordEvent(code, Severity.Error, centiDbm, _state.FadeMs, nowMs);
            }
            else if (code == EventCode.LinkDegraded)
            {
                _recorder.RecordEvent(code, Severity.Warning, health, centiDbm, nowMs);
            }
            else if (code == EventCode.LinkRestored)
            {
                _recorder.RecordEvent(code, Severity.Notice, centiDbm, _state.OutageMs, nowMs);
            }
        }

        /// <summary>Takes the power of any sample: a transmitter that is too close shows on every frequency.</summary>
        public void TakePower(int centiDbm, bool isSaturated, long nowMs)
        {
            bool isAbsent = !isSaturated && centiDbm < _tooCloseCentiDbm - TooCloseHysteresisCentiDb;
            if (_tooClose.Step(isSaturated || centiDbm > _tooCloseCentiDbm, isAbsent, nowMs))
            {
                int code = _tooClose.IsRaised ? EventCode.TransmitterTooClose : EventCode.TransmitterTooCloseEnded;
                _recorder.RecordEvent(code, _tooClose.IsRaised ? Severity.Warning : Severity.Notice, centiDbm, nowMs);
            }
        }

        /// <summary>Takes what the survey says at a window's end.</summary>
        /// <param name="interference">0..100, or <see cref="BandSurvey.Unknown"/>.</param>
        /// <param name="foreignMhz">The carrier that harms most, MHz; 0 when it is not known.</param>
        /// <param name="nowMs">ms since boot.</param>
        public void TakeInterference(int interference, int foreignMhz, long nowMs)
        {
            if (interference == BandSurvey.Unknown)
            {
                _interference.Pause();
            }
            else if (_interference.Step(interference >= _interferenceFrom, interference <= _interferenceFrom - InterferenceHysteresis, nowMs))
            {
                if (_interference.IsRaised)
                {
                    _recorder.RecordEvent(EventCode.Interference, Severity.Warning, interference, foreignMhz, nowMs);
                }
                else
                {
                    _recorder.RecordEvent(EventCode.InterferenceEnded, Severity.Notice, interference, nowMs);
                }
            }
        }

        /// <summary>The link cannot be seen: what had held so far has to hold anew.</summary>
        public void PauseLink()
        {
            _state.Pause();
        }

        /// <summary>Nothing can be seen.</summary>
        public void Pause()
        {
            _state.Pause();
            _tooClose.Pause();
            _interference.Pause();
        }
    }
}

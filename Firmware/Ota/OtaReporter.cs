using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Ota
{
    /// <summary>
    /// Tells outcomes, which are in the state until their report is durable, and refused manifests, which are not: whoever sends manifests must not
    /// wear out the flash.
    /// </summary>
    internal sealed class OtaReporter
    {
        private readonly OtaState _state;
        private readonly OtaReport _report;
        private readonly OtaRefusalLimit _limit = new OtaRefusalLimit();
        private int _told;

        /// <summary>Creates it.</summary>
        public OtaReporter(OtaState state, OtaReport report)
        {
            _state = state;
            _report = report;
        }

        /// <summary>Whether outcomes were told that are not known to be durable.</summary>
        public bool AwaitsDurability => _told > 0;

        /// <summary>Refusals of this boot.</summary>
        public int Refusals { get; private set; }

        /// <summary>The last of them.</summary>
        public int LastRefusal { get; private set; }

        /// <summary>Tells what was not told in this boot. What is not on flash may yet not have happened, and is not told.</summary>
        public void Step(long nowMs)
        {
            while (!_state.IsDirty && _told < _state.ReportCount)
            {
                int code = _state.ReportCode(_told);
                int severity = code == EventCode.OtaRolledBack ? Severity.Error : code == EventCode.OtaRejected ? Severity.Warning : Severity.Notice;
                _report(code, severity, _state.ReportValue(_told), _state.ReportBuild(_told), nowMs);
                _told++;
            }
        }

        /// <summary>Notes that what was told is durable.</summary>
        public void NoteReported()
        {
            if (_told > 0)
            {
                _state.RemoveReports(_told);
                _told = 0;
                _state.TrySave();
            }
        }

        /// <summary>Counts a refusal.</summary>
        public void Count(int refusal)
        {
            Refusals++;
            LastRefusal = refusal;
        }

        /// <summary>Counts a refused manifest, and tells it unless there were too many.</summary>
        public void Refuse(int refusal, int build, long nowMs)
        {
            Count(refusal);
            if (_limit.IsDue(refusal, build, nowMs))
            {
                _report(EventCode.OtaRejected, Severity.Warning, refusal, build, nowMs);
            }
        }
    }
}

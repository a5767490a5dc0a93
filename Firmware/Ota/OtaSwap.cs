namespace DroneLink.Firmware.Ota
{
    /// <summary>Makes the next start that of a verified image, while a restart is allowed; takes it back when it no longer is.</summary>
    internal sealed class OtaSwap
    {
        private readonly OtaBoot _boot;
        private readonly OtaState _state;
        private readonly OtaDownload _download;
        private int _refusals;
        private long _nextMs;

        /// <summary>Creates it.</summary>
        public OtaSwap(OtaBoot boot, OtaDownload download)
        {
            _boot = boot;
            _state = boot.State;
            _download = download;
        }

        /// <summary>Starts the trial of the image that was downloaded, by one write.</summary>
        /// <returns><see cref="OtaRefusal.Storage"/> when the flash refused too often.</returns>
        public int Arm(long nowMs)
        {
            if (nowMs < _nextMs)
            {
                return OtaRefusal.None;
            }

            _state.Keep();
            _state.Trial = _state.Download;
            _state.TrialStarts = 0;
            _state.Download = OtaSlotId.BuiltIn;
            if (_boot.Running == _state.Active && _state.FailedStarts > 0)
            {
                // The restart that follows is no failure of the payload that runs.
                _state.FailedStarts--;
            }

            if (TrySave(nowMs))
            {
                _refusals = 0;
                _download.SetArmed(true);
                _boot.NeedsRestart = true;
            }
            else if (++_refusals == OtaDownload.MaxRefusals)
            {
                _refusals = 0;
                return OtaRefusal.Storage;
            }

            return OtaRefusal.None;
        }

        /// <summary>The drone was armed before the restart came: should it restart in the air, then into the payload that flies.</summary>
        public void TakeBack(long nowMs)
        {
            if (nowMs < _nextMs)
            {
                return;
            }

            _state.Keep();
            _state.Download = _state.Trial;
            _state.Trial = OtaSlotId.BuiltIn;
            if (TrySave(nowMs))
            {
                _download.SetArmed(false);
                _boot.NeedsRestart = false;
            }
        }

        private bool TrySave(long nowMs)
        {
            if (_state.TrySave())
            {
                return true;
            }

            _state.Restore();
            _nextMs = nowMs + OtaDownload.RefusalWaitMs;
            return false;
        }
    }
}

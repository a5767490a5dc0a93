using System;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Ota
{
    /// <summary>
    /// Keeps the payload up to date: asks for a manifest, judges it, has the image downloaded and verified, and swaps to it while the drone is not
    /// armed; watches the payload that runs; reports. One caller drives all of it by <see cref="Step"/> and hands in the answers. Stepping that
    /// neither reads nor writes flash allocates nothing. README.md beside this tells what a power cut does at each point.
    /// </summary>
    public sealed class OtaUpdater
    {
        private readonly OtaBoot _boot;
        private readonly OtaState _state;
        private readonly OtaOptions _options;
        private readonly IOtaTransport _transport;
        private readonly OtaDownload _download;
        private readonly OtaSwap _swap;
        private readonly OtaTrial _trial;
        private readonly OtaManifestReader _reader;
        private readonly OtaManifest _manifest = new OtaManifest();
        private readonly OtaInquiry _inquiry;
        private readonly OtaReporter _reporter;
        private long _nowMs;
        private long _utcSeconds;
        private long _freeHeap = -1;
        private bool _isSafe;
        private bool _isOnline;
        private long _saveAtMs;

        /// <summary>Creates an updater.</summary>
        /// <param name="boot">Has started. Borrowed.</param>
        /// <param name="options">The device, as <paramref name="boot"/> has it. Borrowed.</param>
        /// <param name="transport">Carries requests. Borrowed.</param>
        /// <param name="report">Takes events.</param>
        /// <param name="seed">Differs between devices and between boots.</param>
        public OtaUpdater(OtaBoot boot, OtaOptions options, IOtaTransport transport, OtaReport report, uint seed)
        {
            if (boot == null || options == null || transport == null || report == null)
            {
                throw new ArgumentNullException("boot, options, transport or report");
            }

            _boot = boot;
            _state = boot.State;
            _options = options;
            _transport = transport;
            _reader = new OtaManifestReader(options.Key);
            _trial = new OtaTrial(boot, options.TrialMs);
            _download = new OtaDownload(boot, transport, options.Runtime, seed);
            _swap = new OtaSwap(boot, _download);
            _inquiry = new OtaInquiry(options.CheckMs, seed);
            _reporter = new OtaReporter(_state, report);
        }

        /// <summary>What it does.</summary>
        public OtaPhase Phase => _download.Phase;

        /// <summary>Bytes of the image that are there, while it is loaded.</summary>
        public int LoadedBytes => _download.Bytes;

        /// <summary>Whether to restart now: another payload is to run, and the last step was told that it is safe.</summary>
        public bool WantsRestart => _boot.NeedsRestart && _isSafe;

        /// <summary>
        /// Whether outcomes were handed to the report and are not known to be durable. Have them written to flash, or acknowledged by the cloud,
        /// and call <see cref="NoteReported"/>; until then each start reports them again.
        /// </summary>
        public bool AwaitsDurability => _reporter.AwaitsDurability;

        /// <summary>Manifests and images that were refused in this boot.</summary>
        public int Refusals => _reporter.Refusals;

        /// <summary>Manifests of this boot whose code was wrong.</summary>
        public int WrongSignatures { get; private set; }

        /// <summary>The last refusal of this boot, see <see cref="OtaRefusal"/>.</summary>
        public int LastRefusal => _reporter.LastRefusal;

        /// <summary>Notes that the reports so far are durable.</summary>
        public void NoteReported()
        {
            _reporter.NoteReported();
        }

        /// <summary>Notes that the cloud has acknowledged a frame with records that the payload of this boot made itself.</summary>
        public void NoteReachedCloud()
        {
            _trial.NoteReachedCloud();
        }

        /// <summary>Notes that the payload failed and goes on; one that ends the boot needs no note.</summary>
        public void NoteFailure()
        {
            _trial.NoteFailure(_nowMs);
        }

        /// <summary>Does what is due; never more than one flash block's work at once.</summary>
        /// <param name="nowMs">ms since boot.</param>
        /// <param name="isOnline">Whether the cloud can be reached over any transport.</param>
        /// <param name="isSafe">Whether a restart is allowed: the drone is known not to be armed, or there is no autopilot.</param>
        /// <param name="utcSeconds">Seconds since 1970; 0 while the clock is unknown.</param>
        /// <param name="freeHeap">Bytes; negative when unknown.</param>
        public void Step(long nowMs, bool isOnline, bool isSafe, long utcSeconds, long freeHeap)
        {
            _nowMs = nowMs;
            _isSafe = isSafe;
            _isOnline = isOnline;
            _utcSeconds = utcSeconds;
            _freeHeap = freeHeap;
            if (_state.IsDirty && nowMs >= _saveAtMs && !_state.TrySave())
            {
                _saveAtMs = nowMs + OtaDownload.RefusalWaitMs;
            }

            _trial.Step(nowMs, isSafe);
            _reporter.Step(nowMs);
            _inquiry.NoteOnline(isOnline, nowMs);
            if (_boot.NeedsRestart)
            {
                if (Phase == OtaPhase.Armed && !isSafe)
                {
                    _swap.TakeBack(nowMs);
                }
            }
            else if (!_state.IsDirty)
            {
                // While the state on flash is behind, nothing else on flash is touched.
                StepDownload();
                Ask();
            }
        }

        /// <summary>Takes a manifest, asked for or not. Whatever it is, it is judged.</summary>
        public void TakeManifest(byte[] buffer, int offset, int count)
        {
            int refusal = _reader.Read(buffer, offset, count, _manifest);
            if (refusal == OtaRefusal.Signature || count > OtaManifestReader.MaxBytes || count <= OtaManifestReader.CodeBytes)
            {
                // It is nobody's answer: who asked goes on waiting.
                WrongSignatures += refusal == OtaRefusal.Signature ? 1 : 0;
                _reporter.Refuse(refusal, 0, _nowMs);
                return;
            }

            _inquiry.Answered(_nowMs);
            if (refusal != OtaRefusal.None)
            {
                _reporter.Refuse(refusal, 0, _nowMs);
            }
            else if (_boot.NeedsRestart || _boot.IsTrial || _state.IsDirty)
            {
                _inquiry.Later(_nowMs);
            }
            else
            {
                Judge();
            }
        }

        /// <summary>Takes the answer that there is no update.</summary>
        public void TakeNone()
        {
            if (_inquiry.IsAsking)
            {
                _inquiry.Answered(_nowMs);
            }
        }

        /// <summary>Takes a part of an image; what is not wanted now is left out.</summary>
        /// <returns>Whether it was taken.</returns>
        public bool TakeBlock(uint build, uint offset, byte[] buffer, int at, int count)
        {
            if (!_download.TakeBlock(build, offset, buffer, at, count, _nowMs))
            {
                return false;
            }

            _inquiry.NoteProgress();
            return true;
        }

        /// <summary>Takes the cloud's refusal of a request.</summary>
        /// <param name="reason">1 unknown build, 2 bad request, 3 try later; any other counts as 3.</param>
        public void TakeError(int reason)
        {
            if (_inquiry.IsAsking)
            {
                _inquiry.Failed(_nowMs);
            }
            else
            {
                _download.TakeError(reason == 1 || reason == 2, _nowMs);
            }
        }

        /// <summary>Takes a nudge: there may be something new.</summary>
        public void TakeNudge()
        {
            _inquiry.Soon(_nowMs);
        }

        private void Ask()
        {
            bool isFree = (Phase == OtaPhase.Idle || Phase == OtaPhase.Cleaning) && !_boot.IsTrial && _utcSeconds > 0;
            if (_inquiry.IsDue(_nowMs) && isFree && _transport.RequestManifest(_boot.RunningBuild, _boot.RunningVersion))
            {
                _inquiry.Asked(_nowMs);
            }
        }

        private void Judge()
        {
            int refusal = _manifest.Judge(_options, _state, _boot.RunningVersion, _utcSeconds, _freeHeap);
            if (refusal == OtaRefusal.Later)
            {
                _inquiry.Later(_nowMs);
            }
            else if (refusal != OtaRefusal.None)
            {
                _reporter.Refuse(refusal, _manifest.Build, _nowMs);
            }
            else if (_state.Download != OtaSlotId.BuiltIn && _state.Slot(_state.Download).Matches(_manifest))
            {
                GoOn();
            }
            else
            {
                BeginAnew();
            }
        }

        private void GoOn()
        {
            if (_manifest.Serial > _state.OfferSerial)
            {
                _state.OfferSerial = _manifest.Serial;
            }

            if (Phase == OtaPhase.Idle)
            {
                _download.Begin(_nowMs);
            }
        }

        private void BeginAnew()
        {
            if (_state.ReportCount > 0)
            {
                // So that there is room for its own outcomes.
                _inquiry.Later(_nowMs);
                return;
            }

            // The record is emptied on flash before the slot is: at no time does the state call bootable what is being changed.
            int slot = OtaSlotId.Other(_state.Active);
            _state.Keep();
            _state.Slot(slot).Set(_manifest.Build, _manifest.Version, _manifest.Size, _manifest.Sha256);
            _state.Download = slot;
            _state.IsErased = false;
            _state.OfferSerial = _manifest.Serial;
            _state.AddReport(EventCode.OtaStarted, _manifest.Version, _manifest.Build);
            if (!_state.TrySave())
            {
                _state.Restore();
                _reporter.Refuse(OtaRefusal.Storage, _manifest.Build, _nowMs);
                return;
            }

            _download.Begin(_nowMs);
        }

        private void StepDownload()
        {
            int refusal = _download.Step(_nowMs, _isOnline);
            if (refusal == OtaRefusal.None && Phase == OtaPhase.Ready && _isSafe)
            {
                refusal = _swap.Arm(_nowMs);
            }

            if (refusal != OtaRefusal.None)
            {
                End(refusal);
            }
            else if (_download.IsWithdrawn && Phase == OtaPhase.Loading)
            {
                _download.Stop();
                _inquiry.Withdrawn(_nowMs);
            }
        }

        private void End(int refusal)
        {
            OtaSlotRecord record = _state.Slot(_state.Download);
            _reporter.Count(refusal);
            _state.AddReport(EventCode.OtaRejected, refusal, record.Build);
            _state.EndOffer();
            _state.Download = OtaSlotId.BuiltIn;
            record.Clear();
            _download.Clean();
            _state.TrySave();
        }
    }
}

using System;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Uplink;

namespace DroneLink.Firmware.Ota
{
    /// <summary>
    /// Keeps the payload up to date: asks for a manifest, judges it, has the image downloaded and verified, and swaps to it while the drone is not
    /// armed; watches the payload that runs; reports. One caller drives all of it by <see cref="Step"/> and hands in the answers. Stepping that
    /// neither reads nor writes flash allocates nothing. README.md beside this tells what a power cut does at each point.
    /// </summary>
    public sealed class OtaUpdater
    {
        /// <summary>Coming online is followed by asking within this, ms.</summary>
        public const int OnlineSpreadMs = 5000;

        /// <summary>The cloud is not asked more often than this but by back-off, ms.</summary>
        public const int MinAskMs = 10000;

        /// <summary>What cannot be taken up now is asked for again after this, ms.</summary>
        public const int LaterMs = 60000;

        private const int BackoffBaseMs = 5000;
        private const int BackoffCapMs = 300000;

        private readonly OtaBoot _boot;
        private readonly OtaState _state;
        private readonly OtaOptions _options;
        private readonly IOtaTransport _transport;
        private readonly OtaReport _report;
        private readonly OtaDownload _download;
        private readonly OtaTrial _trial;
        private readonly OtaManifestReader _reader;
        private readonly OtaManifest _manifest = new OtaManifest();
        private readonly OtaRefusalLimit _limit = new OtaRefusalLimit();
        private readonly Backoff _askBackoff;
        private readonly Backoff _withdrawnBackoff;
        private uint _random;
        private long _nowMs;
        private long _utcSeconds;
        private long _freeHeap = -1;
        private bool _isSafe;
        private bool _isOnline;
        private bool _isAsking;
        private long _answerDueMs;
        private long _askAtMs;
        private long _askedMs = -MinAskMs;
        private long _saveAtMs;
        private long _armAtMs;
        private int _armRefusals;
        private int _reported;

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
            _report = report;
            _random = seed == 0 ? 0x9E3779B9 : seed;
            _reader = new OtaManifestReader(options.Key);
            _trial = new OtaTrial(boot, options.TrialMs);
            _download = new OtaDownload(boot, transport, options.Runtime, NextRandom());
            _askBackoff = new Backoff(BackoffBaseMs, BackoffBaseMs, BackoffCapMs, NextRandom());
            _withdrawnBackoff = new Backoff(LaterMs, LaterMs, options.CheckMs, NextRandom());
            _askAtMs = Period();
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
        public bool AwaitsDurability => _reported > 0;

        /// <summary>Manifests that were refused in this boot.</summary>
        public int Refusals { get; private set; }

        /// <summary>Those of them whose code was wrong.</summary>
        public int WrongSignatures { get; private set; }

        /// <summary>The last refusal of this boot, see <see cref="OtaRefusal"/>.</summary>
        public int LastRefusal { get; private set; }

        /// <summary>Notes that the reports so far are durable.</summary>
        public void NoteReported()
        {
            if (_reported > 0)
            {
                _state.RemoveReports(_reported);
                _reported = 0;
                _state.TrySave();
            }
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
            _utcSeconds = utcSeconds;
            _freeHeap = freeHeap;
            if (_state.IsDirty && nowMs >= _saveAtMs && !_state.TrySave())
            {
                _saveAtMs = nowMs + OtaDownload.RefusalWaitMs;
            }

            _trial.Step(nowMs, isSafe);
            Report();
            NoteOnline(isOnline);
            if (_boot.NeedsRestart)
            {
                KeepFromArming();
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
                Refuse(refusal, 0);
                return;
            }

            Answered();
            if (refusal != OtaRefusal.None)
            {
                Refuse(refusal, 0);
            }
            else if (_boot.NeedsRestart || _boot.IsTrial || _state.IsDirty)
            {
                _askAtMs = _nowMs + LaterMs;
            }
            else
            {
                Judge();
            }
        }

        /// <summary>Takes the answer that there is no update.</summary>
        public void TakeNone()
        {
            if (_isAsking)
            {
                Answered();
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

            _withdrawnBackoff.Reset();
            return true;
        }

        /// <summary>Takes the cloud's refusal of a request.</summary>
        /// <param name="reason">1 unknown build, 2 bad request, 3 try later; any other counts as 3.</param>
        public void TakeError(int reason)
        {
            if (_isAsking)
            {
                _isAsking = false;
                _askAtMs = _nowMs + _askBackoff.Next();
            }
            else
            {
                _download.TakeError(reason == 1 || reason == 2, _nowMs);
            }
        }

        /// <summary>Takes a nudge: there may be something new.</summary>
        public void TakeNudge()
        {
            AskSoon();
        }

        private void Report()
        {
            // What is not on flash may yet not have happened.
            while (!_state.IsDirty && _reported < _state.ReportCount)
            {
                int code = _state.ReportCode(_reported);
                _report(code, SeverityOf(code), _state.ReportValue(_reported), _state.ReportBuild(_reported), _nowMs);
                _reported++;
            }
        }

        private static int SeverityOf(int code)
        {
            return code == EventCode.OtaRolledBack ? Severity.Error : code == EventCode.OtaRejected ? Severity.Warning : Severity.Notice;
        }

        private void NoteOnline(bool isOnline)
        {
            if (isOnline && !_isOnline)
            {
                AskSoon();
            }

            _isOnline = isOnline;
            _isAsking &= isOnline;
        }

        private void AskSoon()
        {
            long at = _nowMs + (NextRandom() % (OnlineSpreadMs + 1));
            at = at < _askedMs + MinAskMs ? _askedMs + MinAskMs : at;
            _askAtMs = at < _askAtMs ? at : _askAtMs;
        }

        private void Ask()
        {
            if (_isAsking)
            {
                if (_nowMs >= _answerDueMs)
                {
                    _isAsking = false;
                    _askAtMs = _nowMs + _askBackoff.Next();
                }

                return;
            }

            bool isFree = Phase == OtaPhase.Idle || Phase == OtaPhase.Cleaning;
            if (isFree && _isOnline && _nowMs >= _askAtMs && !_boot.IsTrial && _utcSeconds > 0
                && _transport.RequestManifest(_boot.RunningBuild, _boot.RunningVersion))
            {
                _isAsking = true;
                _askedMs = _nowMs;
                _answerDueMs = _nowMs + OtaDownload.AnswerMs;
            }
        }

        private void Answered()
        {
            _isAsking = false;
            _askBackoff.Reset();
            _askAtMs = _nowMs + Period();
        }

        private void Judge()
        {
            int refusal = _manifest.Judge(_options, _state, _boot.RunningVersion, _utcSeconds, _freeHeap);
            if (refusal == OtaRefusal.Later)
            {
                _askAtMs = _nowMs + LaterMs;
            }
            else if (refusal != OtaRefusal.None)
            {
                Refuse(refusal, _manifest.Build);
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
                _askAtMs = _nowMs + LaterMs;
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
                Refuse(OtaRefusal.Storage, _manifest.Build);
                return;
            }

            _armRefusals = 0;
            _download.Begin(_nowMs);
        }

        private void Refuse(int refusal, int build)
        {
            Refusals++;
            LastRefusal = refusal;
            if (_limit.IsDue(refusal, build, _nowMs))
            {
                _report(EventCode.OtaRejected, Severity.Warning, refusal, build, _nowMs);
            }
        }

        private void StepDownload()
        {
            int refusal = _download.Step(_nowMs, _isOnline);
            if (refusal != OtaRefusal.None)
            {
                End(refusal);
            }
            else if (Phase == OtaPhase.Ready)
            {
                Arm();
            }
            else if (_download.IsWithdrawn && Phase == OtaPhase.Loading)
            {
                _download.Stop();
                _askAtMs = _nowMs + MinAskMs + _withdrawnBackoff.Next();
            }
        }

        private void End(int refusal)
        {
            OtaSlotRecord record = _state.Slot(_state.Download);
            Refusals++;
            LastRefusal = refusal;
            _state.AddReport(EventCode.OtaRejected, refusal, record.Build);
            _state.EndOffer();
            _state.Download = OtaSlotId.BuiltIn;
            record.Clear();
            _download.Clean();
            _state.TrySave();
        }

        private void Arm()
        {
            if (!_isSafe || _nowMs < _armAtMs)
            {
                return;
            }

            _state.Keep();
            _state.Trial = _state.Download;
            _state.TrialStarts = 0;
            _state.Download = OtaSlotId.BuiltIn;
            TakeBackStart();
            if (_state.TrySave())
            {
                _download.SetArmed(true);
                _boot.NeedsRestart = true;
                return;
            }

            _state.Restore();
            _armAtMs = _nowMs + OtaDownload.RefusalWaitMs;
            if (++_armRefusals == OtaDownload.MaxRefusals)
            {
                End(OtaRefusal.Storage);
            }
        }

        // The restart that follows is no failure of the payload that runs.
        private void TakeBackStart()
        {
            if (_boot.Running != OtaSlotId.BuiltIn && _boot.Running == _state.Active && _state.FailedStarts > 0)
            {
                _state.FailedStarts--;
            }
        }

        // Armed before the restart came: should it restart in the air, it must be into the payload that flies.
        private void KeepFromArming()
        {
            if (_isSafe || Phase != OtaPhase.Armed || _nowMs < _armAtMs)
            {
                return;
            }

            _state.Keep();
            _state.Download = _state.Trial;
            _state.Trial = OtaSlotId.BuiltIn;
            if (_state.TrySave())
            {
                _download.SetArmed(false);
                _boot.NeedsRestart = false;
                return;
            }

            _state.Restore();
            _armAtMs = _nowMs + OtaDownload.RefusalWaitMs;
        }

        private int Period()
        {
            return _options.CheckMs - (_options.CheckMs / 8) + (int)(NextRandom() % (uint)((_options.CheckMs / 4) + 1));
        }

        // xorshift32, as Backoff has it.
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

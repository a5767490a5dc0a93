using System;
using DroneLink.Drivers.Rx5808;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.VideoLink
{
    /// <summary>
    /// Samples the receiver's power, records one window after the other, and the link's events. Stepped; borrows the receiver and
    /// steps it. Allocates nothing after construction. README.md says what every field means.
    /// </summary>
    public sealed class VideoLinkMonitor
    {
        /// <summary>Nearer than this, mm, a GPS says too little of the distance for a loss of path to be worked out.</summary>
        public const int MinPathMm = 20000;

        private readonly IVideoReceiver _receiver;
        private readonly Recorder _recorder;
        private readonly VideoLinkOptions _options;
        private readonly RegionPlan _region;
        private readonly LinkWindow _window;
        private readonly LinkAlarms _alarms;
        private readonly TelemetryRecord _record = new TelemetryRecord();
        private readonly int _budgetCentiDbm;
        private long _nextSampleMs;
        private int _frequencyMhz;
        private bool _isStarted;
        private bool _isTransmitterOff;

        /// <summary>Creates a monitor of a receiver that somebody else tunes; the first window starts with the first step.</summary>
        /// <param name="pin">The receiver's RSSI. Borrowed.</param>
        /// <param name="recorder">Takes the records. Borrowed.</param>
        /// <param name="options">How to watch.</param>
        /// <exception cref="ArgumentException">The options are out of range; the message has the one.</exception>
        public VideoLinkMonitor(RssiPin pin, Recorder recorder, VideoLinkOptions options)
            : this(new PinReceiver(pin, options == null ? 0 : options.FrequencyMhz), recorder, options)
        {
        }

        /// <summary>Creates a monitor; the first window starts with the first step.</summary>
        /// <param name="receiver">The receiver. Borrowed.</param>
        /// <param name="recorder">Takes the records. Borrowed.</param>
        /// <param name="options">How to watch.</param>
        /// <exception cref="ArgumentException">The options are out of range; the message has the one.</exception>
        public VideoLinkMonitor(IVideoReceiver receiver, Recorder recorder, VideoLinkOptions options)
        {
            _receiver = receiver ?? throw new ArgumentNullException(nameof(receiver));
            _recorder = recorder ?? throw new ArgumentNullException(nameof(recorder));
            _options = options ?? throw new ArgumentNullException(nameof(options));
            options.Check();
            _region = RegionPlan.Named(options.Region);
            _window = new LinkWindow(options);
            _alarms = new LinkAlarms(recorder, options);
            if (options.TransmitterMilliwatt > 0)
            {
                _budgetCentiDbm = LinkBudget.ToCentiDbm(options.TransmitterMilliwatt) + options.TransmitterGainCentiDbi
                    + options.ReceiverGainCentiDbi;
            }
        }

        /// <summary>Where the two ends are. Feed it, and there is an excess path loss.</summary>
        public LinkGeometry Geometry { get; } = new LinkGeometry();

        /// <summary>The scanner of the band; null, the default, for none. Borrowed, and stepped from here.</summary>
        public ChannelScanner Scanner { get; set; }

        /// <summary>
        /// Whether the own transmitter is known to be off: then a link that is down is no event, and what is heard is foreign. Set it
        /// once it is off, and clear it before it is switched on.
        /// </summary>
        public bool IsTransmitterOff
        {
            get => _isTransmitterOff;
            set
            {
                if (value != _isTransmitterOff && Scanner != null)
                {
                    Scanner.OwnCentiDbm = value ? BandSurvey.Off : BandSurvey.Unknown;
                }

                _isTransmitterOff = value;
            }
        }

        /// <summary>Whether it is suspended.</summary>
        public bool IsSuspended { get; private set; }

        /// <summary>Health of the last window, 0..100, or <see cref="LinkHealth.Unknown"/>.</summary>
        public int Health { get; private set; } = LinkHealth.Unknown;

        /// <summary>How the link is.</summary>
        public LinkCondition Condition => _alarms.Condition;

        /// <summary>
        /// The receiver is being switched off on purpose: what was sampled is recorded, and then nothing is recorded or
        /// alarmed.
        /// </summary>
        public void Suspend(long nowMs)
        {
            if (IsSuspended)
            {
                return;
            }

            if (_window.Count > 0)
            {
                RecordWindow(nowMs);
            }

            IsSuspended = true;
            _isStarted = false;
            Health = LinkHealth.Unknown;
            _window.ForgetFade();
            _alarms.Pause();
            if (Scanner != null)
            {
                Scanner.OwnCentiDbm = BandSurvey.Unknown;
                if (Scanner.IsShared)
                {
                    Scanner.Stop();
                }
            }
        }

        /// <summary>The receiver is on again. A new window starts with the next step, and every alarm has to hold anew.</summary>
        public void Resume()
        {
            IsSuspended = false;
        }

        /// <summary>Samples if a sample is due, and records the window if it is over.</summary>
        /// <param name="nowMs">ms since boot.</param>
        public void Step(long nowMs)
        {
            if (Scanner != null && !(IsSuspended && Scanner.IsShared))
            {
                Scanner.Step(nowMs);
            }

            if (IsSuspended)
            {
                return;
            }

            _receiver.Step(nowMs);
            if (!_isStarted)
            {
                _isStarted = true;
                _frequencyMhz = FrequencyMhz();
                _nextSampleMs = nowMs;
                _window.Start(nowMs);
            }

            FollowFrequency(nowMs);

            // The window is closed first: a sample at its end is the next one's.
            if (nowMs - _window.StartMs >= _options.WindowMs)
            {
                RecordWindow(nowMs);
            }

            if (nowMs >= _nextSampleMs)
            {
                Sample(nowMs);
                _nextSampleMs += _options.SampleMs;
                if (_nextSampleMs <= nowMs)
                {
                    // The loop stood still. What was missed is missed: samples in a bunch would be one sample counted often.
                    _nextSampleMs = nowMs + _options.SampleMs;
                }
            }
        }

        private bool IsLent()
        {
            return Scanner != null && Scanner.IsShared && Scanner.IsScanning;
        }

        private int FrequencyMhz()
        {
            return IsLent() ? Scanner.HomeMhz : _receiver.FrequencyMhz;
        }

        // A window is of one frequency.
        private void FollowFrequency(long nowMs)
        {
            int frequencyMhz = FrequencyMhz();
            if (frequencyMhz == _frequencyMhz)
            {
                return;
            }

            if (_window.Count > 0)
            {
                RecordWindow(nowMs);
            }

            _frequencyMhz = frequencyMhz;
            _window.Start(nowMs);
            _window.ForgetFade();
            _alarms.PauseLink();
            Health = LinkHealth.Unknown;
        }

        private void Sample(long nowMs)
        {
            int faults = IsLent() ? 0 : _receiver.FaultFlags;
            _window.Flag(faults);

            // A receiver with a fault does hear something, though nobody knows on which frequency.
            bool isListening = !IsLent() && (_receiver.IsSettled || faults != 0);
            if (!isListening || !_receiver.TrySample())
            {
                _alarms.Pause();
                return;
            }

            if (_receiver.VoltageMv < _options.DeadPinMv)
            {
                _window.AddDead(_receiver.VoltageMv);
                _alarms.Pause();
                return;
            }

            _window.Add(_receiver, nowMs);
            _alarms.TakePower(_receiver.CentiDbm, _receiver.IsSaturated, nowMs);
            if (faults != 0 || IsTransmitterOff)
            {
                _alarms.PauseLink();
            }
            else
            {
                _alarms.TakeLink(_receiver.CentiDbm, _window.IsInFade, Health, _receiver.IsSaturated, nowMs);
            }
        }

        private void RecordWindow(long nowMs)
        {
            _record.Start(RecordKind.VideoLink);
            int flags = _window.Fill(_record, nowMs);
            flags |= _receiver.IsCalibrated ? VideoLinkFlag.Calibrated : 0;
            if (_frequencyMhz > 0)
            {
                _record.Set(VideoLinkField.Frequency, _frequencyMhz);
                flags |= _region.Allows(_frequencyMhz) ? 0 : VideoLinkFlag.OutsideRegionPlan;
            }

            _record.Set(VideoLinkField.Flags, flags);
            bool isSound = (flags & LinkHealth.SpoilingFlags) == 0;
            if (isSound)
            {
                SetPathLoss(nowMs);
            }

            SetSurvey(flags, nowMs);
            int health = IsTransmitterOff ? LinkHealth.Unknown : LinkHealth.Score(_record);
            Health = health;
            if (health != LinkHealth.Unknown)
            {
                _record.Set(VideoLinkField.Health, health);
            }

            _recorder.Record(_record, nowMs);
            _window.Start(nowMs);
        }

        // Power that is not above the threshold is noise as much as signal, and says little of the path.
        private void SetPathLoss(long nowMs)
        {
            bool isOurs = !IsTransmitterOff && _window.MeanCentiDbm > _options.ThresholdCentiDbm;
            if (!isOurs || _options.TransmitterMilliwatt == 0 || _frequencyMhz == 0)
            {
                return;
            }

            int distanceMm = Geometry.DistanceMm(nowMs);
            if (distanceMm >= MinPathMm)
            {
                int loss = _budgetCentiDbm - LinkBudget.FreeSpaceLossCentiDb(distanceMm, _frequencyMhz) - _window.MeanCentiDbm;
                _record.Set(VideoLinkField.ExcessPathLoss, loss);
            }
        }

        private void SetSurvey(int flags, long nowMs)
        {
            if (Scanner == null)
            {
                return;
            }

            bool isSound = (flags & LinkHealth.SpoilingFlags) == 0;
            int own = IsTransmitterOff ? BandSurvey.Off
                : isSound ? _window.MeanCentiDbm
                : (flags & VideoLinkFlag.Saturated) != 0 ? BandSurvey.Overdriven
                : BandSurvey.Unknown;
            if (!IsLent() || own == BandSurvey.Off || Scanner.OwnCentiDbm == BandSurvey.Off)
            {
                Scanner.OwnCentiDbm = own; // a receiver that is lent does not hear it; it was what it was before
            }

            BandSurvey survey = Scanner.Survey;
            int wanted = own == BandSurvey.Off ? _options.ThresholdCentiDbm : isSound ? own : BandSurvey.Unknown;
            survey.Evaluate(_frequencyMhz, wanted, nowMs);
            if (survey.NoiseFloorCentiDbm != BandSurvey.Unknown)
            {
                _record.Set(VideoLinkField.NoiseFloor, survey.NoiseFloorCentiDbm);
                if (isSound)
                {
                    _record.Set(VideoLinkField.Snr, _window.MeanCentiDbm - survey.NoiseFloorCentiDbm);
                }
            }

            if (survey.OccupancyPercent != BandSurvey.Unknown)
            {
                _record.Set(VideoLinkField.Occupancy, survey.OccupancyPercent);
            }

            if (survey.Interference != BandSurvey.Unknown)
            {
                _record.Set(VideoLinkField.Interference, survey.Interference);
            }

            _alarms.TakeInterference(survey.Interference, survey.ForeignMhz, nowMs);
        }
    }
}

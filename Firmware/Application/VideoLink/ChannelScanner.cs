using System;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.VideoLink
{
    /// <summary>
    /// Listens to one channel after the other and fills a <see cref="BandSurvey"/>. A receiver of its own it takes for good. The
    /// pilot's it takes only while <see cref="MayScan"/>, for its video is gone meanwhile, and returns it to <see cref="HomeMhz"/>
    /// at once when not. Stepped; borrows receiver and survey. Allocates nothing after construction.
    /// </summary>
    public sealed class ChannelScanner
    {
        private const int NoChannel = -1;

        private readonly IVideoReceiver _receiver;
        private readonly ScanOptions _options;
        private readonly int _pauseMs;
        private int _channel = NoChannel;
        private int _samples;
        private int _sum;
        private long _tunedMs;
        private long _nextMs = long.MinValue;
        private bool _mayScan;

        /// <summary>Creates a scanner that has not begun.</summary>
        /// <param name="receiver">What to listen with. Borrowed.</param>
        /// <param name="survey">What to fill, and the channels. Borrowed.</param>
        /// <param name="options">How.</param>
        /// <param name="isShared">Whether the receiver is the pilot's.</param>
        /// <exception cref="ArgumentException">The receiver cannot be tuned, or an option is out of range.</exception>
        public ChannelScanner(IVideoReceiver receiver, BandSurvey survey, ScanOptions options, bool isShared)
        {
            _receiver = receiver ?? throw new ArgumentNullException(nameof(receiver));
            Survey = survey ?? throw new ArgumentNullException(nameof(survey));
            _options = options ?? throw new ArgumentNullException(nameof(options));
            if (!receiver.CanTune)
            {
                throw new ArgumentException("the receiver to scan with has no bus to tune it by");
            }

            options.Check();
            IsShared = isShared;
            _pauseMs = options.PauseMs != ScanOptions.DefaultPauseMs ? options.PauseMs : isShared ? ScanOptions.SharedPauseMs : 0;
        }

        /// <summary>What was heard.</summary>
        public BandSurvey Survey { get; }

        /// <summary>Whether the receiver is the pilot's.</summary>
        public bool IsShared { get; }

        /// <summary>The frequency that the pilot's receiver is returned to, MHz: what it was tuned to when the scan began.</summary>
        public int HomeMhz { get; private set; }

        /// <summary>Whether a scan is going on.</summary>
        public bool IsScanning => _channel != NoChannel;

        /// <summary>Scans that went over every channel.</summary>
        public uint Scans { get; private set; }

        /// <summary>Channels that were left out because the receiver did not go there, or gave no sample.</summary>
        public uint LeftOut { get; private set; }

        /// <summary>
        /// Power of the own transmitter on its frequency now, 0.01 dBm, <see cref="BandSurvey.Unknown"/>, the default, or
        /// <see cref="BandSurvey.Off"/>.
        /// </summary>
        public int OwnCentiDbm { get; set; } = BandSurvey.Unknown;

        /// <summary>
        /// Whether the pilot's receiver may be used: on the ground and disarmed. False at first, and to set it to false returns the
        /// receiver within this call. Means nothing for a receiver of its own.
        /// </summary>
        public bool MayScan
        {
            get => _mayScan;
            set
            {
                _mayScan = value;
                if (!value && IsShared)
                {
                    Stop();
                }
            }
        }

        /// <summary>Lets the next scan begin at once, and not after its pause. One that is going on goes on.</summary>
        public void Hurry()
        {
            _nextMs = IsScanning ? _nextMs : long.MinValue;
        }

        /// <summary>Breaks off a scan that is going on. The pilot's receiver returns to its frequency.</summary>
        public void Stop()
        {
            if (IsScanning)
            {
                _channel = NoChannel;
                if (IsShared)
                {
                    _receiver.Tune(HomeMhz);
                }
            }
        }

        /// <summary>Does what is due.</summary>
        /// <param name="nowMs">ms since boot.</param>
        public void Step(long nowMs)
        {
            _receiver.Step(nowMs);
            if (!IsScanning)
            {
                // A pilot's receiver without a frequency could not be returned to it.
                if (nowMs >= _nextMs && (!IsShared || (_mayScan && _receiver.FrequencyMhz != 0)))
                {
                    HomeMhz = _receiver.FrequencyMhz;
                    Go(0, nowMs);
                }
            }
            else if (_receiver.FrequencyMhz != Survey.FrequencyMhz(_channel))
            {
                // Somebody tuned the receiver meanwhile. Theirs goes first, and there it stays.
                _channel = NoChannel;
                _nextMs = nowMs + _pauseMs;
            }
            else if ((_receiver.FaultFlags & VideoLinkFlag.NotInSpiMode) != 0)
            {
                // Every channel would read the same.
                LeftOut++;
                End(nowMs, ScanOptions.SharedPauseMs);
            }
            else
            {
                Listen(nowMs);
            }
        }

        private void Listen(long nowMs)
        {
            if (!_receiver.IsSettled)
            {
                if (nowMs - _tunedMs >= _options.SettleTimeoutMs)
                {
                    LeaveOut(nowMs);
                }

                return;
            }

            if (nowMs < _nextMs)
            {
                return;
            }

            _nextMs = nowMs + _options.SampleMs;
            if (!_receiver.TrySample())
            {
                LeaveOut(nowMs);
                return;
            }

            _sum += _receiver.CentiDbm;
            _samples++;
            if (_samples == _options.SamplesPerChannel)
            {
                int half = _sum < 0 ? -(_samples / 2) : _samples / 2;
                Survey.Set(_channel, (_sum + half) / _samples, OwnCentiDbm, nowMs);
                Next(nowMs);
            }
        }

        private void LeaveOut(long nowMs)
        {
            LeftOut++;
            Next(nowMs);
        }

        private void Next(long nowMs)
        {
            if (_channel + 1 < Survey.Count)
            {
                Go(_channel + 1, nowMs);
                return;
            }

            Scans++;
            End(nowMs, _pauseMs);
        }

        private void Go(int channel, long nowMs)
        {
            _channel = channel;
            _samples = 0;
            _sum = 0;
            _tunedMs = nowMs;
            _nextMs = nowMs;
            _receiver.Tune(Survey.FrequencyMhz(channel));
        }

        private void End(long nowMs, int pauseMs)
        {
            Stop();
            _nextMs = nowMs + pauseMs;
        }
    }
}

using System;
using DroneLink.Drivers.Rx5808;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.VideoLink
{
    /// <summary>
    /// Samples the receiver's RSSI and records one window after the other. Stepped; borrows the pin. Allocates nothing after
    /// construction.
    /// </summary>
    public sealed class VideoLinkMonitor
    {
        private const int MaxSampleMs = 60000;
        private const int MaxWindowMs = 600000;
        private const int Permille = 1000;

        private readonly RssiPin _pin;
        private readonly Recorder _recorder;
        private readonly VideoLinkOptions _options;
        private readonly TelemetryRecord _record = new TelemetryRecord();
        private readonly SampleStatistics _power = new SampleStatistics();
        private readonly SampleStatistics _voltage = new SampleStatistics();
        private long _windowStartMs;
        private long _nextSampleMs;
        private int _above;
        private bool _isSaturated;
        private bool _isStarted;

        /// <summary>Creates a monitor; the first window starts with the first step.</summary>
        /// <param name="pin">The receiver's RSSI. Borrowed.</param>
        /// <param name="recorder">Takes the records. Borrowed.</param>
        /// <param name="options">How to watch.</param>
        /// <exception cref="ArgumentException">The options are out of range; the message has the one.</exception>
        public VideoLinkMonitor(RssiPin pin, Recorder recorder, VideoLinkOptions options)
        {
            if (options.SampleMs < 1 || options.SampleMs > MaxSampleMs)
            {
                throw new ArgumentException("SampleMs " + options.SampleMs + ": expected 1 to 60000");
            }

            if (options.WindowMs < options.SampleMs || options.WindowMs > MaxWindowMs)
            {
                throw new ArgumentException("WindowMs " + options.WindowMs + ": expected SampleMs to 600000");
            }

            _pin = pin ?? throw new ArgumentNullException(nameof(pin));
            _recorder = recorder ?? throw new ArgumentNullException(nameof(recorder));
            _options = options;
        }

        /// <summary>Samples if a sample is due, and records the window if it is over.</summary>
        /// <param name="nowMs">ms since boot.</param>
        public void Step(long nowMs)
        {
            if (!_isStarted)
            {
                _isStarted = true;
                _windowStartMs = nowMs;
                _nextSampleMs = nowMs;
            }

            // The window is closed first: a sample at its end is the next one's.
            if (nowMs - _windowStartMs >= _options.WindowMs)
            {
                RecordWindow(nowMs);
            }

            if (nowMs >= _nextSampleMs)
            {
                Sample();
                _nextSampleMs += _options.SampleMs;
                if (_nextSampleMs <= nowMs)
                {
                    // The loop stood still. What was missed is missed: samples in a bunch would be one sample counted often.
                    _nextSampleMs = nowMs + _options.SampleMs;
                }
            }
        }

        private void Sample()
        {
            if (!_pin.TrySample())
            {
                return;
            }

            _power.Add(_pin.CentiDbm);
            _voltage.Add(_pin.VoltageMv);
            _isSaturated |= _pin.IsSaturated;
            if (_pin.CentiDbm > _options.ThresholdCentiDbm)
            {
                _above++;
            }
        }

        private void RecordWindow(long nowMs)
        {
            _record.Start(RecordKind.VideoLink);
            if (_options.FrequencyMhz > 0)
            {
                _record.Set(VideoLinkField.Frequency, _options.FrequencyMhz);
            }

            int flags = _pin.Calibrated ? VideoLinkFlag.Calibrated : 0;
            if (_power.Count == 0)
            {
                flags |= VideoLinkFlag.Stale;
            }
            else
            {
                flags |= _isSaturated ? VideoLinkFlag.Saturated : 0;
                _record.Set(VideoLinkField.RssiMean, _power.Mean);
                _record.Set(VideoLinkField.RssiMin, _power.Min);
                _record.Set(VideoLinkField.RssiMax, _power.Max);
                _record.Set(VideoLinkField.RssiStdDev, _power.StandardDeviation);
                _record.Set(VideoLinkField.Availability, ((_above * Permille) + (_power.Count / 2)) / _power.Count);
                _record.Set(VideoLinkField.RssiVoltage, _voltage.Mean);
            }

            _record.Set(VideoLinkField.Flags, flags);
            _record.Set(VideoLinkField.Window, nowMs - _windowStartMs);
            _recorder.Record(_record, nowMs);
            _windowStartMs = nowMs;
            _power.Clear();
            _voltage.Clear();
            _above = 0;
            _isSaturated = false;
        }
    }
}

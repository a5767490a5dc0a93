using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.VideoLink
{
    /// <summary>One window of samples after the other, and what a record says of each. Allocates nothing after construction.</summary>
    public sealed class LinkWindow
    {
        private const int Permille = 1000;

        private readonly SampleStatistics _power = new SampleStatistics();
        private readonly SampleStatistics _voltage = new SampleStatistics();
        private readonly FadeMeter _fades;
        private int _flags;

        /// <summary>Creates a window that has not started.</summary>
        /// <param name="options">How the link is watched.</param>
        public LinkWindow(VideoLinkOptions options)
        {
            _fades = new FadeMeter(options.ThresholdCentiDbm, options.HysteresisCentiDb, options.MaxGapMs);
        }

        /// <summary>When it started, ms since boot.</summary>
        public long StartMs { get; private set; }

        /// <summary>Samples in it.</summary>
        public int Count => _power.Count;

        /// <summary>Mean power of its samples, 0.01 dBm.</summary>
        public int MeanCentiDbm => _power.Mean;

        /// <summary>Whether the last sample was in a fade.</summary>
        public bool IsInFade => _fades.IsInFade;

        /// <summary>Starts it, or the next one. A fade that is going on goes on.</summary>
        public void Start(long nowMs)
        {
            StartMs = nowMs;
            _power.Clear();
            _voltage.Clear();
            _fades.StartWindow();
            _flags = 0;
        }

        /// <summary>Forgets the fade that is going on: the receiver was off, or elsewhere.</summary>
        public void ForgetFade()
        {
            _fades.Restart();
        }

        /// <summary>Notes flags of <see cref="VideoLinkFlag"/> that were so in this window.</summary>
        public void Flag(int flags)
        {
            _flags |= flags;
        }

        /// <summary>Takes the receiver's last sample.</summary>
        public void Add(IVideoReceiver receiver, long nowMs)
        {
            _power.Add(receiver.CentiDbm);
            _voltage.Add(receiver.VoltageMv);
            _fades.Add(receiver.CentiDbm, nowMs);
            _flags |= receiver.IsSaturated ? VideoLinkFlag.Saturated : 0;
        }

        /// <summary>Notes a voltage that is no sample, so that the record tells why there is none.</summary>
        public void AddDead(int voltageMv)
        {
            _voltage.Add(voltageMv);
        }

        /// <summary>Sets what is known of the window in a record: power, fades, availability, voltage and length.</summary>
        /// <returns>Its flags. Stale when its samples stand for less than half of it.</returns>
        public int Fill(TelemetryRecord record, long nowMs)
        {
            _fades.EndWindow(nowMs);
            long windowMs = nowMs - StartMs;
            record.Set(VideoLinkField.Window, windowMs);
            if (_voltage.Count > 0)
            {
                record.Set(VideoLinkField.RssiVoltage, _voltage.Mean);
            }

            if (_power.Count == 0)
            {
                return _flags | VideoLinkFlag.Stale;
            }

            record.Set(VideoLinkField.RssiMean, _power.Mean);
            record.Set(VideoLinkField.RssiMin, _power.Min);
            record.Set(VideoLinkField.RssiMax, _power.Max);
            record.Set(VideoLinkField.RssiStdDev, _power.StandardDeviation);
            int observedMs = _fades.ObservedMs;
            if (observedMs > 0)
            {
                record.Set(VideoLinkField.FadeCount, _fades.FadeCount);
                record.Set(VideoLinkField.FadeTime, _fades.FadeTimeMs);
                record.Set(VideoLinkField.LongestFade, _fades.LongestFadeMs);
                record.Set(VideoLinkField.Availability, ((_fades.AboveMs * Permille) + (observedMs / 2)) / observedMs);
            }

            return observedMs * 2L < windowMs ? _flags | VideoLinkFlag.Stale : _flags;
        }
    }
}

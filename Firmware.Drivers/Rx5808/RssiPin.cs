using System;
using System.Device.Adc;

namespace DroneLink.Drivers.Rx5808
{
    /// <summary>
    /// Reads the RSSI pin of an RX5808 receiver with an ADC. Owns the channel and disposes it. Not thread safe. Allocates nothing
    /// after construction.
    /// <para>
    /// nanoFramework sets ESP32's ADC to 12 bit at 12 dB attenuation and has no call for its eFuse calibration, so a voltage is nominal,
    /// on ESP-IDF's line for ADC1: mV = <see cref="NominalOffsetMv"/> + <see cref="SpanMv"/> x count / 4095. The reference is 1.0 to 1.2 V
    /// by chip, so the slope is up to 9 % off; a calibration of the module on its own board takes that in. Above about 2450 mV, where no
    /// RX5808 gets to, the ADC leaves its line and less is on the pin than is read.
    /// </para>
    /// </summary>
    public sealed class RssiPin : IDisposable
    {
        /// <summary>No sample is above, mV, whatever the offset.</summary>
        public const int FullScaleMv = 3500;

        /// <summary>mV from count 0 to the highest: 0.8056 mV a count, in esp_adc_cal of ESP-IDF for a reference of 1.1 V.</summary>
        public const int SpanMv = 3299;

        /// <summary>mV at count 0, of ESP32's ADC1 at 11/12 dB, in esp_adc_cal of ESP-IDF. Any pin below reads as this.</summary>
        public const int NominalOffsetMv = 142;

        /// <summary>
        /// Below this, mV, there is no module behind the pin: none has been seen below 380 mV, and ground reads as the offset, 200 mV at
        /// the most.
        /// </summary>
        public const int DeadMv = 250;

        /// <summary>The highest count, 12 bit.</summary>
        public const int MaxCount = 4095;

        private const int MaxOversampling = 1024;
        private const int MaxOffsetMv = 200;
        private const int FineBits = 6;

        private readonly AdcChannel _channel;
        private readonly int _offsetMv;
        private int _oversampling;
        private int _minMv;
        private int _maxMv;
        private int _minCentiDbm;
        private int _maxCentiDbm;

        /// <summary>Creates a driver; the channel is read by <see cref="TrySample"/> only.</summary>
        /// <param name="channel">An input of ADC1 (GPIO 32..39 on ESP32): ADC2 cannot be read while Wi-Fi runs. Owned.</param>
        /// <param name="options">The calibration, and the ADC's offset.</param>
        /// <exception cref="ArgumentException">The options are out of range; the message has the one.</exception>
        public RssiPin(AdcChannel channel, RssiPinOptions options)
        {
            _channel = channel ?? throw new ArgumentNullException(nameof(channel));
            Calibrate(options);
            _offsetMv = options.OffsetMv;
        }

        /// <summary>Whether the calibration is the module's own; otherwise power is an estimate.</summary>
        public bool Calibrated { get; private set; }

        /// <summary>ADC reads that one sample is the mean of.</summary>
        public int Oversampling => _oversampling;

        /// <summary>mV at count 0.</summary>
        public int OffsetMv => _offsetMv;

        /// <summary>Voltage of the last sample, mV, <see cref="OffsetMv"/>..<see cref="FullScaleMv"/>.</summary>
        public int VoltageMv { get; private set; }

        /// <summary>Power of the last sample, 0.01 dBm, within the calibrated points: outside of them the curve is not known.</summary>
        public int CentiDbm { get; private set; }

        /// <summary>
        /// Whether the last sample was at the upper point or above, or at the highest count: the receiver may be far stronger lit than it
        /// says.
        /// </summary>
        public bool IsSaturated { get; private set; }

        /// <summary>Times that the ADC gave no count, or threw.</summary>
        public uint ReadErrors { get; private set; }

        /// <summary>Takes another calibration, at once and whole. The last sample stays as it was read by the one before.</summary>
        /// <param name="options">The calibration. The offset stays: the ADC is the same.</param>
        /// <exception cref="ArgumentException">The options are out of range, and the calibration stays; the message has the one.</exception>
        public void Calibrate(RssiPinOptions options)
        {
            if (options == null)
            {
                throw new ArgumentNullException(nameof(options));
            }

            string refusal = RefusalOf(options);
            if (refusal != null)
            {
                throw new ArgumentException(refusal);
            }

            _oversampling = options.Oversampling;
            _minMv = options.MinMv;
            _maxMv = options.MaxMv;
            _minCentiDbm = options.MinCentiDbm;
            _maxCentiDbm = options.MaxCentiDbm;
            Calibrated = options.Calibrated;
        }

        /// <summary>Takes a sample: the mean of several reads, about 0.1 ms each on ESP32.</summary>
        /// <returns>False, and the last sample stays, when the ADC gave no count.</returns>
        public bool TrySample()
        {
            int sum = ReadSum();
            if (sum < 0)
            {
                ReadErrors++;
                return false;
            }

            // 1/64 mV, for finer steps than the ADC's 0.8 mV are what the mean is for. At most 1024 * 4095 * 3299 * 64: 40 bits.
            int divisor = _oversampling * MaxCount;
            int fine = (int)(((((long)sum * SpanMv) << FineBits) + (divisor >> 1)) / divisor) + (_offsetMv << FineBits);
            VoltageMv = (fine + (1 << (FineBits - 1))) >> FineBits;
            IsSaturated = fine >= _maxMv << FineBits || sum == divisor;
            CentiDbm = ToCentiDbm(fine);
            return true;
        }

        /// <summary>Disposes the channel.</summary>
        public void Dispose()
        {
            _channel.Dispose();
        }

        // Whether a pin takes these options.
        internal static bool Accepts(RssiPinOptions options)
        {
            return RefusalOf(options) == null;
        }

        private static string RefusalOf(RssiPinOptions options)
        {
            if (options.MinMv < 0 || options.MaxMv <= options.MinMv || options.MaxMv > FullScaleMv)
            {
                return "MinMv " + options.MinMv + " and MaxMv " + options.MaxMv + ": expected 0 <= MinMv < MaxMv <= 3500";
            }

            if (options.OffsetMv < 0 || options.OffsetMv > MaxOffsetMv)
            {
                return "OffsetMv " + options.OffsetMv + ": expected 0 to 200";
            }

            if (options.MaxCentiDbm <= options.MinCentiDbm)
            {
                return "MaxCentiDbm " + options.MaxCentiDbm + ": expected above MinCentiDbm " + options.MinCentiDbm;
            }

            return options.Oversampling < 1 || options.Oversampling > MaxOversampling
                ? "Oversampling " + options.Oversampling + ": expected 1 to 1024"
                : null;
        }

        // The sum of the counts; -1 when one read gives none. On a board an ADC may throw, and nobody above is to fall with it.
        private int ReadSum()
        {
            try
            {
                int sum = 0;
                for (int read = 0; read < _oversampling; read++)
                {
                    int count = _channel.ReadValue();
                    if (count < 0 || count > MaxCount)
                    {
                        return -1;
                    }

                    sum += count;
                }

                return sum;
            }
            catch (Exception)
            {
                return -1;
            }
        }

        private int ToCentiDbm(int fine)
        {
            int above = fine - (_minMv << FineBits);
            int span = (_maxMv - _minMv) << FineBits;
            if (above <= 0)
            {
                return _minCentiDbm;
            }

            if (above >= span)
            {
                return _maxCentiDbm;
            }

            return _minCentiDbm + (int)((((long)(_maxCentiDbm - _minCentiDbm) * above) + (span >> 1)) / span);
        }
    }
}

using System;

namespace DroneLink.Drivers.Rx5808
{
    /// <summary>
    /// Measures two points of a module's RSSI curve: one with the transmitter off, one at a power that is known. Stepped; borrows the pin.
    /// The pin keeps its calibration: give it <see cref="Result"/>, and keep <see cref="ToBytes"/>. Not thread safe.
    /// </summary>
    public sealed class RssiCalibration
    {
        /// <summary>mV that the points must be apart.</summary>
        public const int MinSpanMv = 100;

        /// <summary>Bytes of a stored calibration.</summary>
        public const int StoredBytes = 16;

        // Count 3670 of 4095 on the nominal line: 2.9 V at the pin, where the ADC bends and soon counts no further.
        private const int TopMv = 3100;
        private const int StuckMv = 10;
        private const int MaxReadErrors = 10;

        //  offset  size  stored calibration, little endian
        //  0       1     version, 1
        //  1       1     bit 0: calibrated on this very module
        //  2       2     ADC reads a sample
        //  4       2     lower point, mV
        //  6       2     lower point, 0.01 dBm, signed
        //  8       2     upper point, mV
        //  10      2     upper point, 0.01 dBm, signed
        //  12      2     frequency it was measured at, MHz; 0 unknown
        //  14      2     CRC-16/CCITT-FALSE of what is in front
        private const byte Version = 1;
        private const int CheckedBytes = StoredBytes - 2;

        private readonly RssiPin _pin;
        private readonly int _samples;
        private readonly int _sampleMs;
        private readonly long _maxVariance;
        private long _nextMs;
        private int _count;
        private int _errors;
        private int _first;
        private long _sum;
        private long _squares;
        private int _lowMv;
        private int _lowCentiDbm;
        private int _highCentiDbm;

        /// <summary>Creates a procedure.</summary>
        /// <param name="pin">The module's RSSI pin. Borrowed; its ADC reads a sample are taken over.</param>
        /// <param name="options">How a point is measured.</param>
        /// <exception cref="ArgumentException">The options are out of range; the message has the one.</exception>
        public RssiCalibration(RssiPin pin, RssiCalibrationOptions options)
        {
            _pin = pin ?? throw new ArgumentNullException(nameof(pin));
            if (options == null)
            {
                throw new ArgumentNullException(nameof(options));
            }

            _samples = OptionRange.Check(options.Samples, 10, 10000, nameof(options.Samples));
            _sampleMs = OptionRange.Check(options.SampleMs, 1, 1000, nameof(options.SampleMs));
            int deviation = OptionRange.Check(options.MaxDeviationMv, 1, 1000, nameof(options.MaxDeviationMv));
            _maxVariance = (long)deviation * deviation;
        }

        /// <summary>How far it is.</summary>
        public RssiCalibrationState State { get; private set; }

        /// <summary>Why the last point was rejected. A low point that is rejected leaves none; behind a high one the low point stays.</summary>
        public RssiCalibrationFault Fault { get; private set; }

        /// <summary>Mean of the last point that was measured, rejected or not, mV.</summary>
        public int MeasuredMv { get; private set; }

        /// <summary>The calibration; null until <see cref="RssiCalibrationState.Done"/>.</summary>
        public RssiPinOptions Result { get; private set; }

        /// <summary>Starts the low point. The transmitter must be off, and the receiver tuned to a quiet channel.</summary>
        /// <param name="centiDbm">Power that the low point stands for, 0.01 dBm, -12,000 to -6000: the noise floor, some -9000.</param>
        /// <exception cref="ArgumentOutOfRangeException">It is out of range.</exception>
        public void MeasureLow(int centiDbm)
        {
            if (centiDbm < -12000 || centiDbm > -6000)
            {
                throw new ArgumentOutOfRangeException(nameof(centiDbm));
            }

            _lowCentiDbm = centiDbm;
            Result = null;
            Begin(RssiCalibrationState.MeasuringLow);
        }

        /// <summary>Starts the high point. The transmitter must be on, in line of sight, and stay where it is.</summary>
        /// <param name="centiDbm">
        /// Power at the receiver, 0.01 dBm, from 1000 above the low point's to -3000; stronger is too near, and the receiver saturates.
        /// </param>
        /// <exception cref="ArgumentOutOfRangeException">It is out of range.</exception>
        /// <exception cref="InvalidOperationException">There is no low point yet.</exception>
        public void MeasureHigh(int centiDbm)
        {
            if (State != RssiCalibrationState.HasLow && State != RssiCalibrationState.Done)
            {
                throw new InvalidOperationException("the low point comes first");
            }

            if (centiDbm < _lowCentiDbm + 1000 || centiDbm > -3000)
            {
                throw new ArgumentOutOfRangeException(nameof(centiDbm));
            }

            _highCentiDbm = centiDbm;
            Result = null;
            Begin(RssiCalibrationState.MeasuringHigh);
        }

        /// <summary>Takes a sample if one is due. Never waits.</summary>
        /// <param name="nowMs">ms since boot.</param>
        public void Step(long nowMs)
        {
            bool isMeasuring = State == RssiCalibrationState.MeasuringLow || State == RssiCalibrationState.MeasuringHigh;
            if (!isMeasuring || nowMs < _nextMs)
            {
                return;
            }

            _nextMs = nowMs + _sampleMs;
            if (!_pin.TrySample())
            {
                if (++_errors >= MaxReadErrors)
                {
                    End(RssiCalibrationFault.NoReading);
                }

                return;
            }

            if (_count == 0)
            {
                _first = _pin.VoltageMv;
            }

            int difference = _pin.VoltageMv - _first;
            _sum += difference;
            _squares += (long)difference * difference;
            _count++;
            if (_count >= _samples)
            {
                MeasuredMv = _first + RoundedQuotient(_sum, _count);
                End(Judge());
            }
        }

        /// <summary>Makes a calibration storable.</summary>
        /// <param name="options">The calibration, with powers of 16 bits.</param>
        /// <param name="frequencyMhz">Frequency that it was measured at, MHz; 0 unknown.</param>
        /// <returns><see cref="StoredBytes"/> bytes.</returns>
        /// <exception cref="ArgumentException">It is no calibration that a pin takes.</exception>
        public static byte[] ToBytes(RssiPinOptions options, int frequencyMhz)
        {
            if (!IsValid(options) || frequencyMhz < 0 || frequencyMhz > ushort.MaxValue)
            {
                throw new ArgumentException("out of range");
            }

            byte[] bytes = new byte[StoredBytes];
            bytes[0] = Version;
            bytes[1] = (byte)(options.Calibrated ? 1 : 0);
            Put(bytes, 2, options.Oversampling);
            Put(bytes, 4, options.MinMv);
            Put(bytes, 6, options.MinCentiDbm);
            Put(bytes, 8, options.MaxMv);
            Put(bytes, 10, options.MaxCentiDbm);
            Put(bytes, 12, frequencyMhz);
            Put(bytes, CheckedBytes, Crc(bytes));
            return bytes;
        }

        /// <summary>Reads a stored calibration.</summary>
        /// <param name="bytes">Holds it from its start.</param>
        /// <param name="count">Bytes that count.</param>
        /// <param name="options">Takes it; untouched unless all of it is sound.</param>
        /// <param name="frequencyMhz">Frequency that it was measured at, MHz; 0 unknown.</param>
        /// <returns>False when it is of another length or version, damaged, or no calibration that a pin takes.</returns>
        public static bool TryParse(byte[] bytes, int count, RssiPinOptions options, out int frequencyMhz)
        {
            frequencyMhz = 0;
            if (count != StoredBytes || bytes.Length < count || bytes[0] != Version || Get(bytes, CheckedBytes) != Crc(bytes))
            {
                return false;
            }

            var read = new RssiPinOptions
            {
                Calibrated = (bytes[1] & 1) == 1,
                Oversampling = Get(bytes, 2),
                MinMv = Get(bytes, 4),
                MinCentiDbm = (short)Get(bytes, 6),
                MaxMv = Get(bytes, 8),
                MaxCentiDbm = (short)Get(bytes, 10),
            };
            if (!IsValid(read))
            {
                return false;
            }

            options.Calibrated = read.Calibrated;
            options.Oversampling = read.Oversampling;
            options.MinMv = read.MinMv;
            options.MinCentiDbm = read.MinCentiDbm;
            options.MaxMv = read.MaxMv;
            options.MaxCentiDbm = read.MaxCentiDbm;
            frequencyMhz = Get(bytes, 12);
            return true;
        }

        private void Begin(RssiCalibrationState state)
        {
            State = state;
            Fault = RssiCalibrationFault.None;
            _nextMs = long.MinValue;
            _count = 0;
            _errors = 0;
            _sum = 0;
            _squares = 0;
        }

        private RssiCalibrationFault Judge()
        {
            if (MeasuredMv < RssiPin.DeadMv)
            {
                return RssiCalibrationFault.Dead;
            }

            if (MeasuredMv > TopMv)
            {
                return RssiCalibrationFault.Saturated;
            }

            if ((_squares * _count) - (_sum * _sum) > _maxVariance * _count * _count)
            {
                return RssiCalibrationFault.Unstable;
            }

            if (State == RssiCalibrationState.MeasuringLow)
            {
                return RssiCalibrationFault.None;
            }

            int span = MeasuredMv - _lowMv;
            if (span <= -StuckMv)
            {
                return RssiCalibrationFault.Reversed;
            }

            if (span < StuckMv)
            {
                return RssiCalibrationFault.Stuck;
            }

            return span < MinSpanMv ? RssiCalibrationFault.SpanTooSmall : RssiCalibrationFault.None;
        }

        private void End(RssiCalibrationFault fault)
        {
            Fault = fault;
            bool isLow = State == RssiCalibrationState.MeasuringLow;
            if (fault != RssiCalibrationFault.None)
            {
                State = isLow ? RssiCalibrationState.Idle : RssiCalibrationState.HasLow;
                return;
            }

            if (isLow)
            {
                _lowMv = MeasuredMv;
                State = RssiCalibrationState.HasLow;
                return;
            }

            Result = new RssiPinOptions
            {
                MinMv = _lowMv,
                MinCentiDbm = _lowCentiDbm,
                MaxMv = MeasuredMv,
                MaxCentiDbm = _highCentiDbm,
                OffsetMv = _pin.OffsetMv,
                Oversampling = _pin.Oversampling,
                Calibrated = true,
            };
            State = RssiCalibrationState.Done;
        }

        private static bool IsValid(RssiPinOptions options)
        {
            return options.MinCentiDbm >= short.MinValue && options.MaxCentiDbm <= short.MaxValue && RssiPin.Accepts(options);
        }

        private static int RoundedQuotient(long sum, int count)
        {
            int half = count / 2;
            return (int)((sum < 0 ? sum - half : sum + half) / count);
        }

        private static void Put(byte[] bytes, int offset, int value)
        {
            bytes[offset] = (byte)value;
            bytes[offset + 1] = (byte)(value >> 8);
        }

        private static int Get(byte[] bytes, int offset)
        {
            return bytes[offset] | (bytes[offset + 1] << 8);
        }

        private static int Crc(byte[] bytes)
        {
            int crc = 0xFFFF;
            for (int index = 0; index < CheckedBytes; index++)
            {
                crc ^= bytes[index] << 8;
                for (int bit = 0; bit < 8; bit++)
                {
                    crc = (crc & 0x8000) != 0 ? ((crc << 1) ^ 0x1021) & 0xFFFF : crc << 1;
                }
            }

            return crc;
        }
    }
}

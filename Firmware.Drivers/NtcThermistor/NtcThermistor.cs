using System;
using System.Device.Adc;

namespace DroneLink.Drivers.NtcThermistor
{
    /// <summary>
    /// Measures a temperature with a thermistor in a divider at an ADC input. Owns the channel and disposes it. Not thread safe. Allocates
    /// nothing after construction.
    /// <para>
    /// ESP32's ADC tells no voltages near ground or supply apart, and what it cannot tell is no temperature: at its first or last counts
    /// the wire is <see cref="SensorFault.Open"/> or <see cref="SensorFault.Short"/>, between them and what it can tell it is
    /// <see cref="SensorFault.OutOfRange"/>.
    /// </para>
    /// </summary>
    public sealed class NtcThermistor : ITemperatureSensor
    {
        /// <summary>The highest count, 12 bit.</summary>
        public const int MaxCount = 4095;

        /// <summary>Lowest temperature that is believed, 0.01 °C.</summary>
        public const int MinCentiCelsius = -5500;

        /// <summary>Highest temperature that is believed, 0.01 °C.</summary>
        public const int MaxCentiCelsius = 15000;

        private const int MaxOversampling = 1024;

        // Counts that a pin at a rail may be away from the end, in the mean: a single disturbed read is no temperature.
        private const int RailCounts = 2;

        private readonly AdcChannel _channel;
        private readonly NtcThermistorOptions _options;
        private readonly bool _hasSteinhart;

        /// <summary>Creates a driver; the channel is read by <see cref="TryRead"/> only.</summary>
        /// <param name="channel">An input of ADC1 (GPIO 32..39 on ESP32): ADC2 cannot be read while Wi-Fi runs. Owned.</param>
        /// <param name="options">Divider and curve; not to be changed afterwards.</param>
        /// <exception cref="ArgumentException">The options are out of range; the message has the one.</exception>
        public NtcThermistor(AdcChannel channel, NtcThermistorOptions options)
        {
            _channel = channel ?? throw new ArgumentNullException(nameof(channel));
            _options = options ?? throw new ArgumentNullException(nameof(options));
            Check(options.SeriesOhm, 100, 1000000, "SeriesOhm");
            Check(options.R25Ohm, 100, 1000000, "R25Ohm");
            Check(options.Beta, 1000, 10000, "Beta");
            Check(options.SupplyMv, 1000, 5000, "SupplyMv");
            Check(options.OffsetMv, 0, 200, "OffsetMv");
            Check(options.SpanMv, 2700, 3700, "SpanMv");
            Check(options.MaxMv, 2, 3500, "MaxMv");
            Check(options.MinMv, 1, options.MaxMv - 1, "MinMv");
            Check(options.RailMv, 1, 500, "RailMv");
            Check(options.Oversampling, 1, MaxOversampling, "Oversampling");
            _hasSteinhart = options.SteinhartA != 0 || options.SteinhartB != 0 || options.SteinhartC != 0;
        }

        /// <inheritdoc/>
        public int CentiCelsius { get; private set; }

        /// <summary>Resistance of the last reading, ohm, rounded.</summary>
        public int ResistanceOhm { get; private set; }

        /// <inheritdoc/>
        public SensorFault Fault { get; private set; }

        /// <summary>Takes a reading, about 3 ms unless configured.</summary>
        /// <param name="nowMs">ms since boot.</param>
        /// <returns>False, with <see cref="Fault"/>, when there is no temperature.</returns>
        public bool TryRead(long nowMs)
        {
            int sum = 0;
            for (int read = 0; read < _options.Oversampling; read++)
            {
                int count = ReadCount();
                if (count < 0 || count > MaxCount)
                {
                    return Fail(SensorFault.BusError);
                }

                sum += count;
            }

            // By counts: the ADC cannot tell what is below its offset, nor what is above its last count, from the rail.
            int reads = _options.Oversampling;
            if (sum <= RailCounts * reads)
            {
                return Fail(_options.IsToSupply ? SensorFault.Open : SensorFault.Short);
            }

            double pinMv = NtcFormula.ToPinMv((double)sum / reads, _options.OffsetMv, _options.SpanMv, _options.IsStraight);
            if (sum >= (MaxCount - RailCounts) * reads || pinMv >= _options.SupplyMv - _options.RailMv)
            {
                return Fail(_options.IsToSupply ? SensorFault.Short : SensorFault.Open);
            }

            if (pinMv < _options.MinMv || pinMv > _options.MaxMv)
            {
                return Fail(SensorFault.OutOfRange);
            }

            return Take(NtcFormula.ToOhm(pinMv, _options.SupplyMv, _options.SeriesOhm, _options.IsToSupply));
        }

        /// <summary>Disposes the channel.</summary>
        public void Dispose()
        {
            _channel.Dispose();
        }

        private bool Take(double ohm)
        {
            double celsius = _hasSteinhart
                ? NtcFormula.FromSteinhartHart(ohm, _options.SteinhartA, _options.SteinhartB, _options.SteinhartC)
                : NtcFormula.FromBeta(ohm, _options.R25Ohm, _options.Beta);

            // Written so that what is no number, from coefficients that are none, fails too.
            if (!(celsius * 100 >= MinCentiCelsius && celsius * 100 <= MaxCentiCelsius))
            {
                return Fail(SensorFault.OutOfRange);
            }

            CentiCelsius = (int)Math.Round(celsius * 100);
            ResistanceOhm = (int)Math.Round(ohm);
            Fault = SensorFault.None;
            return true;
        }

        private int ReadCount()
        {
            try
            {
                return _channel.ReadValue();
            }
            catch (Exception)
            {
                return -1;
            }
        }

        private bool Fail(SensorFault fault)
        {
            Fault = fault;
            return false;
        }

        private static void Check(int value, int min, int max, string name)
        {
            if (value < min || value > max)
            {
                throw new ArgumentException(name + " " + value + ": expected " + min + " to " + max);
            }
        }
    }
}

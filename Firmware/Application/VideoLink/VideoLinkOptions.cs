using System;
using DroneLink.Drivers.Rx5808;

namespace DroneLink.Firmware.VideoLink
{
    /// <summary>How the video link is watched.</summary>
    public sealed class VideoLinkOptions
    {
        /// <summary>Default of <see cref="SampleMs"/>.</summary>
        public const int DefaultSampleMs = 50;

        /// <summary>Default of <see cref="WindowMs"/>.</summary>
        public const int DefaultWindowMs = 1000;

        /// <summary>Default of <see cref="ThresholdCentiDbm"/>: 5 dB above the data sheet's sensitivity.</summary>
        public const int DefaultThresholdCentiDbm = -8500;

        /// <summary>Default of <see cref="HysteresisCentiDb"/>.</summary>
        public const int DefaultHysteresisCentiDb = 300;

        /// <summary>
        /// Default of <see cref="DeadPinMv"/>: above the 142 mV that ground reads as on ESP32, and below the 380 mV that are the lowest an
        /// RX5808 has been seen at.
        /// </summary>
        public const int DefaultDeadPinMv = RssiPin.DeadMv;

        /// <summary>Default of <see cref="DegradedBelowHealth"/>.</summary>
        public const int DefaultDegradedBelowHealth = 35;

        /// <summary>Default of <see cref="GoodFromHealth"/>.</summary>
        public const int DefaultGoodFromHealth = 50;

        /// <summary>Default of <see cref="DegradedAfterMs"/>.</summary>
        public const int DefaultDegradedAfterMs = 3000;

        /// <summary>Default of <see cref="LostAfterMs"/>.</summary>
        public const int DefaultLostAfterMs = 2000;

        /// <summary>Default of <see cref="RestoredAfterMs"/>.</summary>
        public const int DefaultRestoredAfterMs = 3000;

        /// <summary>Default of <see cref="TooCloseCentiDbm"/>.</summary>
        public const int DefaultTooCloseCentiDbm = -3000;

        /// <summary>Default of <see cref="TooCloseAfterMs"/>.</summary>
        public const int DefaultTooCloseAfterMs = 3000;

        /// <summary>Default of <see cref="InterferenceFrom"/>.</summary>
        public const int DefaultInterferenceFrom = 50;

        private const int MaxMs = 600000;
        private const int MaxGapSamples = 2;

        /// <summary>
        /// Frequency that a receiver without a bus is tuned to, MHz, 5300..6000; 0, the default, is unknown and left out.
        /// </summary>
        public int FrequencyMhz { get; set; }

        /// <summary>ms between samples, 1..60,000; default 50.</summary>
        public int SampleMs { get; set; } = DefaultSampleMs;

        /// <summary>ms that one record stands for, at least <see cref="SampleMs"/>, up to 600,000; default 1000.</summary>
        public int WindowMs { get; set; } = DefaultWindowMs;

        /// <summary>Power above which there is a picture, 0.01 dBm, -12,000..0; default -8500.</summary>
        public int ThresholdCentiDbm { get; set; } = DefaultThresholdCentiDbm;

        /// <summary>How far above the threshold a fade ends, 0.01 dB, 0..2000; default 300.</summary>
        public int HysteresisCentiDb { get; set; } = DefaultHysteresisCentiDb;

        /// <summary>
        /// A sample below this voltage, mV, is a module without power or a pin with nothing on it, and no sample; 0..1000,
        /// default 250, 0 for never.
        /// </summary>
        public int DeadPinMv { get; set; } = DefaultDeadPinMv;

        /// <summary>Health below which a link is degraded, 1..<see cref="GoodFromHealth"/>; default 35.</summary>
        public int DegradedBelowHealth { get; set; } = DefaultDegradedBelowHealth;

        /// <summary>Health from which a degraded or lost link is good again, up to 100; default 50.</summary>
        public int GoodFromHealth { get; set; } = DefaultGoodFromHealth;

        /// <summary>ms that health has to be low for a link to be degraded, 0..600,000 and at least two windows; default 3000.</summary>
        public int DegradedAfterMs { get; set; } = DefaultDegradedAfterMs;

        /// <summary>ms that a fade has to last for a link to be lost, 0..600,000; default 2000.</summary>
        public int LostAfterMs { get; set; } = DefaultLostAfterMs;

        /// <summary>ms without a fade before a link is up again, 0..600,000 and at least two windows; default 3000.</summary>
        public int RestoredAfterMs { get; set; } = DefaultRestoredAfterMs;

        /// <summary>
        /// Power from which the transmitter is too close, 0.01 dBm, -6000..2000; default -3000. A saturated receiver is reason
        /// enough.
        /// </summary>
        public int TooCloseCentiDbm { get; set; } = DefaultTooCloseCentiDbm;

        /// <summary>ms that it has to be, 0..600,000; default 3000.</summary>
        public int TooCloseAfterMs { get; set; } = DefaultTooCloseAfterMs;

        /// <summary>Interference that is an event, 20..100; default 50. It is over at 20 less.</summary>
        public int InterferenceFrom { get; set; } = DefaultInterferenceFrom;

        /// <summary>Power of the transmitter, mW, 1..100,000; 0, the default, is unknown, and so is the excess path loss then.</summary>
        public int TransmitterMilliwatt { get; set; }

        /// <summary>Gain of the transmitter's antenna, 0.01 dBi, -3000..3000; default 200.</summary>
        public int TransmitterGainCentiDbi { get; set; } = 200;

        /// <summary>Gain of the receiver's antenna, 0.01 dBi, -3000..3000; default 200.</summary>
        public int ReceiverGainCentiDbi { get; set; } = 200;

        /// <summary>Name of the <see cref="RegionPlan"/>; default "ism".</summary>
        public string Region { get; set; } = RegionPlan.IsmName;

        /// <summary>Power that the low point of a calibration stands for, 0.01 dBm, -12,000..-6000; default -9000: noise.</summary>
        public int CalibrationLowCentiDbm { get; set; } = -9000;

        /// <summary>Power at the high point of a calibration, 0.01 dBm, 1000 above the low one's to -3000; default -3590: 600 mW and 2 + 2 dBi 10 m away.</summary>
        public int CalibrationHighCentiDbm { get; set; } = -3590;

        /// <summary>ms that one sample stands for at the most, two sample periods: what lies beyond was not observed.</summary>
        public int MaxGapMs => MaxGapSamples * SampleMs;

        /// <summary>Checks every option.</summary>
        /// <exception cref="ArgumentException">One is out of range; the message has it.</exception>
        public void Check()
        {
            if (FrequencyMhz != 0)
            {
                Check("FrequencyMhz", FrequencyMhz, BandSurvey.MinMhz, BandSurvey.MaxMhz);
            }

            Check("SampleMs", SampleMs, 1, 60000);
            Check("WindowMs", WindowMs, SampleMs, MaxMs);
            Check("ThresholdCentiDbm", ThresholdCentiDbm, -12000, 0);
            Check("HysteresisCentiDb", HysteresisCentiDb, 0, 2000);
            Check("DeadPinMv", DeadPinMv, 0, 1000);
            Check("GoodFromHealth", GoodFromHealth, 1, 100);
            Check("DegradedBelowHealth", DegradedBelowHealth, 1, GoodFromHealth);
            Check("DegradedAfterMs", DegradedAfterMs, 0, MaxMs);
            Check("LostAfterMs", LostAfterMs, 0, MaxMs);
            Check("RestoredAfterMs", RestoredAfterMs, 0, MaxMs);
            Check("TooCloseCentiDbm", TooCloseCentiDbm, -6000, 2000);
            Check("TooCloseAfterMs", TooCloseAfterMs, 0, MaxMs);
            Check("InterferenceFrom", InterferenceFrom, 20, 100);
            Check("TransmitterMilliwatt", TransmitterMilliwatt, 0, 100000);
            Check("TransmitterGainCentiDbi", TransmitterGainCentiDbi, -3000, 3000);
            Check("ReceiverGainCentiDbi", ReceiverGainCentiDbi, -3000, 3000);
            RegionPlan.Named(Region);
        }

        private static void Check(string name, int value, int min, int max)
        {
            if (value < min || value > max)
            {
                throw new ArgumentException(name + " " + value + ": expected " + min + " to " + max);
            }
        }
    }
}

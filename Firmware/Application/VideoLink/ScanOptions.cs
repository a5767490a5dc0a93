using System;

namespace DroneLink.Firmware.VideoLink
{
    /// <summary>How the band is scanned.</summary>
    public sealed class ScanOptions
    {
        /// <summary>Stands for the default of <see cref="PauseMs"/>.</summary>
        public const int DefaultPauseMs = -1;

        /// <summary>Pause of the pilot's receiver, ms.</summary>
        public const int SharedPauseMs = 30000;

        /// <summary>Samples that a channel's power is the mean of, 1..100; default 4.</summary>
        public int SamplesPerChannel { get; set; } = 4;

        /// <summary>ms between them, 1..1000; default 5.</summary>
        public int SampleMs { get; set; } = 5;

        /// <summary>ms that a receiver may take to settle before its channel is left out, 50..60,000; default 1000.</summary>
        public int SettleTimeoutMs { get; set; } = 1000;

        /// <summary>
        /// ms from the end of a scan to the next, 0..3,600,000; default 0 for a receiver of its own, 30,000 for the pilot's.
        /// </summary>
        public int PauseMs { get; set; } = DefaultPauseMs;

        /// <summary>Checks every option.</summary>
        /// <exception cref="ArgumentException">One is out of range; the message has it.</exception>
        public void Check()
        {
            Check("SamplesPerChannel", SamplesPerChannel, 1, 100);
            Check("SampleMs", SampleMs, 1, 1000);
            Check("SettleTimeoutMs", SettleTimeoutMs, 50, 60000);
            Check("PauseMs", PauseMs, DefaultPauseMs, 3600000);
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

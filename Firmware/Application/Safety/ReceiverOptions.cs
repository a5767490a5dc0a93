using System;

namespace DroneLink.Firmware.Safety
{
    /// <summary>How a video receiver is run.</summary>
    public sealed class ReceiverOptions
    {
        /// <summary>ms without a picture and without an armed drone after which it is powered down, 0..86,400,000; 0, the default, never.</summary>
        public int IdleMs { get; set; }

        /// <summary>ms between looks for a picture while it is down for that, 1000..3,600,000, default 15,000.</summary>
        public int LookPeriodMs { get; set; } = 15000;

        /// <summary>ms that such a look takes, 500..60,000, default 2000.</summary>
        public int LookMs { get; set; } = 2000;

        /// <summary>Whether too hot a receiver is cut while a picture is watched. By default only when nobody flies by it.</summary>
        public bool CutInFlight { get; set; }

        /// <summary>Least current while it receives, mA, default 100: the data sheet says 170.</summary>
        public int OnMinMa { get; set; } = 100;

        /// <summary>Most current while it is down, mA, below <see cref="OnMinMa"/>, default 60: the crystal and the regulators stay up.</summary>
        public int OffMaxMa { get; set; } = 60;

        /// <summary>ms between its records, default 5000.</summary>
        public int RecordMs { get; set; } = 5000;

        /// <summary>The ladder of its temperature; the module is good for 85 °C around it. Nothing can be throttled: that rung is another warning.</summary>
        public ThermalOptions Thermal { get; } = new ThermalOptions
        {
            WarnCentiCelsius = 6500,
            ThrottleCentiCelsius = 7500,
            CutCentiCelsius = 8500,
            ResumeCentiCelsius = 6500,
        };

        /// <summary>Throws when a number is out of range.</summary>
        /// <exception cref="ArgumentException">The message has the one that is.</exception>
        public void Check()
        {
            if (IdleMs < 0 || LookMs < 500 || LookPeriodMs < 1000 || LookPeriodMs <= LookMs)
            {
                throw new ArgumentException("IdleMs " + IdleMs + " LookMs " + LookMs + " LookPeriodMs " + LookPeriodMs
                    + ": expected 0 or more and 500 <= LookMs < LookPeriodMs and 1000 <= LookPeriodMs");
            }

            if (OffMaxMa < 0 || OffMaxMa >= OnMinMa || RecordMs < 1)
            {
                throw new ArgumentException("OffMaxMa " + OffMaxMa + " OnMinMa " + OnMinMa + " RecordMs " + RecordMs
                    + ": expected 0 <= OffMaxMa < OnMinMa and 1 <= RecordMs");
            }
        }
    }
}

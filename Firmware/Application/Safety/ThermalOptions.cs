using System;

namespace DroneLink.Firmware.Safety
{
    /// <summary>
    /// Rungs of a thermal ladder, 0.01 °C. The defaults are for a thermistor on the can of a 5.8 GHz transmitter, which reads some degrees
    /// below the die; OpenHD and HDZero act at 85 to 95 °C of the die and go back at 70.
    /// </summary>
    public sealed class ThermalOptions
    {
        /// <summary>Warn from here, default 7000.</summary>
        public int WarnCentiCelsius { get; set; } = 7000;

        /// <summary>Throttle from here, above <see cref="WarnCentiCelsius"/>, default 8000.</summary>
        public int ThrottleCentiCelsius { get; set; } = 8000;

        /// <summary>Cut from here, above <see cref="ThrottleCentiCelsius"/>, default 9000.</summary>
        public int CutCentiCelsius { get; set; } = 9000;

        /// <summary>Throttle and cut end here or below, below <see cref="ThrottleCentiCelsius"/>, default 7000.</summary>
        public int ResumeCentiCelsius { get; set; } = 7000;

        /// <summary>Readings in a row that it takes to go up or down, 1..20, default 3.</summary>
        public int Confirmations { get; set; } = 3;

        /// <summary>ms that a rung is held before the ladder goes down, 0..600,000, default 10,000.</summary>
        public int HoldMs { get; set; } = 10000;

        /// <summary>Throws when the rungs are out of order or a number is out of range.</summary>
        /// <exception cref="ArgumentException">The message has the one that is.</exception>
        public void Check()
        {
            if (WarnCentiCelsius >= ThrottleCentiCelsius || ThrottleCentiCelsius >= CutCentiCelsius || ResumeCentiCelsius >= ThrottleCentiCelsius)
            {
                throw new ArgumentException("WarnCentiCelsius " + WarnCentiCelsius + " ThrottleCentiCelsius " + ThrottleCentiCelsius + " CutCentiCelsius "
                    + CutCentiCelsius + " ResumeCentiCelsius " + ResumeCentiCelsius + ": expected warn < throttle < cut and resume < throttle");
            }

            if (Confirmations < 1 || Confirmations > 20)
            {
                throw new ArgumentException("Confirmations " + Confirmations + ": expected 1 to 20");
            }

            if (HoldMs < 0 || HoldMs > 600000)
            {
                throw new ArgumentException("HoldMs " + HoldMs + ": expected 0 to 600000");
            }
        }
    }
}

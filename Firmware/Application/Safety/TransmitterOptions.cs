using System;

namespace DroneLink.Firmware.Safety
{
    /// <summary>How a video transmitter is run.</summary>
    public sealed class TransmitterOptions
    {
        /// <summary>Power in flight, mW, 1..5000, default 600.</summary>
        public int PowerMw { get; set; } = 600;

        /// <summary>Low power, mW, 1 to <see cref="PowerMw"/>, default 25: what most transmitters have as their least.</summary>
        public int LowPowerMw { get; set; } = 25;

        /// <summary>Gain of its antenna, 0.01 dBi, -1000..3000, default 200.</summary>
        public int AntennaCentiDbi { get; set; } = 200;

        /// <summary>Frequency to set it to, MHz; 0, the default, leaves it as it is.</summary>
        public int FrequencyMhz { get; set; }

        /// <summary>What it does on the ground, default <see cref="GroundPower.Low"/>.</summary>
        public GroundPower Ground { get; set; }

        /// <summary>
        /// Whether too hot a transmitter is cut in flight too. By default it is throttled there and cut once disarmed: a transmitter costs less
        /// than a drone whose pilot lost the picture.
        /// </summary>
        public bool CutInFlight { get; set; }

        /// <summary>Whether there is an autopilot that tells when the drone is armed; without one, it counts as flying.</summary>
        public bool HasAutopilot { get; set; }

        /// <summary>ms on the ground after which nobody can be wanting it and it goes off, 0..86,400,000, default 600,000; 0 never.</summary>
        public int DeadManMs { get; set; } = 600000;

        /// <summary>Least current while it transmits, mA, default 60.</summary>
        public int OnMinMa { get; set; } = 60;

        /// <summary>Most current while it is off, mA, below <see cref="OnMinMa"/>, default 15.</summary>
        public int OffMaxMa { get; set; } = 15;

        /// <summary>ms between its records, default 5000.</summary>
        public int RecordMs { get; set; } = 5000;

        /// <summary>The ladder of its temperature.</summary>
        public ThermalOptions Thermal { get; } = new ThermalOptions();

        /// <summary>Throws when a number is out of range.</summary>
        /// <exception cref="ArgumentException">The message has the one that is.</exception>
        public void Check()
        {
            if (PowerMw < 1 || PowerMw > 5000 || LowPowerMw < 1 || LowPowerMw > PowerMw)
            {
                throw new ArgumentException("PowerMw " + PowerMw + " and LowPowerMw " + LowPowerMw + ": expected 1 <= LowPowerMw <= PowerMw <= 5000");
            }

            if (OffMaxMa < 0 || OffMaxMa >= OnMinMa)
            {
                throw new ArgumentException("OffMaxMa " + OffMaxMa + " and OnMinMa " + OnMinMa + ": expected 0 <= OffMaxMa < OnMinMa");
            }

            if (DeadManMs < 0 || RecordMs < 1)
            {
                throw new ArgumentException("DeadManMs " + DeadManMs + " and RecordMs " + RecordMs + ": expected 0 or more and 1 or more");
            }
        }
    }
}

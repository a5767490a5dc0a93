namespace DroneLink.Firmware.Configuration
{
    /// <summary>Pins of an RX5808.</summary>
    public sealed class Rx5808Connection
    {
        /// <summary>Channel of ADC1 that its RSSI is on.</summary>
        public int AdcChannel { get; internal set; }

        /// <summary>GPIO of its DATA (CH1); -1 when its bus is not connected and a person tunes it.</summary>
        public int DataPin { get; internal set; } = -1;

        /// <summary>GPIO of its SEL (CH2).</summary>
        public int SelectPin { get; internal set; }

        /// <summary>GPIO of its CLK (CH3).</summary>
        public int ClockPin { get; internal set; }

        /// <summary>ms after tuning until its RSSI counts.</summary>
        public int SettleMs { get; internal set; }

        /// <summary>Whether its bus is connected.</summary>
        public bool HasBus => DataPin >= 0;
    }
}

namespace DroneLink.Firmware.Configuration
{
    /// <summary>Where the autopilot is connected.</summary>
    public sealed class AutopilotConnection
    {
        /// <summary>Name of the serial port, for example <c>COM2</c>.</summary>
        public string Port { get; internal set; }

        /// <summary>GPIO that receives.</summary>
        public int RxPin { get; internal set; }

        /// <summary>GPIO that sends.</summary>
        public int TxPin { get; internal set; }

        /// <summary>Bits per second.</summary>
        public int Baud { get; internal set; }
    }
}

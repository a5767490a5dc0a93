namespace DroneLink.Firmware.Configuration
{
    /// <summary>A serial port and its pins.</summary>
    public sealed class SerialConnection
    {
        /// <summary>Name of the port: <c>COM2</c> or <c>COM3</c>.</summary>
        public string Port { get; set; }

        /// <summary>GPIO that receives.</summary>
        public int RxPin { get; set; }

        /// <summary>GPIO that sends.</summary>
        public int TxPin { get; set; }

        /// <summary>Bits per second.</summary>
        public int Baud { get; set; }
    }
}

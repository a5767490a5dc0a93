namespace DroneLink.Firmware.Safety
{
    /// <summary>Parts that safety watches: first value of the events about sensors and orders.</summary>
    public static class MonitoredPart
    {
        /// <summary>The transmitter's temperature sensor.</summary>
        public const int TransmitterTemperature = 1;

        /// <summary>The transmitter's supply sensor.</summary>
        public const int TransmitterSupply = 2;

        /// <summary>The receiver's temperature sensor.</summary>
        public const int ReceiverTemperature = 3;

        /// <summary>The receiver's supply sensor.</summary>
        public const int ReceiverSupply = 4;

        /// <summary>The transmitter.</summary>
        public const int Transmitter = 5;

        /// <summary>The receiver.</summary>
        public const int Receiver = 6;

        /// <summary>The sensor of the air around.</summary>
        public const int Environment = 7;
    }
}

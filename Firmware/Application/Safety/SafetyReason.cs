namespace DroneLink.Firmware.Safety
{
    /// <summary>Why safety did what it did: second value of the events of state.</summary>
    public static class SafetyReason
    {
        /// <summary>The device has just started.</summary>
        public const int Boot = 1;

        /// <summary>The drone is disarmed.</summary>
        public const int Disarmed = 2;

        /// <summary>The drone is armed.</summary>
        public const int Armed = 3;

        /// <summary>It is too hot, or has cooled down from that.</summary>
        public const int Heat = 4;

        /// <summary>On the ground for so long that nobody can be wanting it.</summary>
        public const int DeadMan = 5;

        /// <summary>The temperature is not known.</summary>
        public const int SensorFault = 6;

        /// <summary>Nothing tells whether the drone flies.</summary>
        public const int FlightUnknown = 7;

        /// <summary>No picture came for long, and nobody flies.</summary>
        public const int Idle = 8;

        /// <summary>A look whether there is a picture again.</summary>
        public const int Look = 9;

        /// <summary>An order that was reported as not obeyed is obeyed now.</summary>
        public const int ObeyedLate = 10;

        /// <summary>A command said so.</summary>
        public const int Command = 11;
    }
}

namespace DroneLink.Drivers.SmartAudio
{
    /// <summary>Commands, as replies name them; a request has one shifted left by a bit, and bit 0 set.</summary>
    public static class SmartAudioCommand
    {
        /// <summary>Get settings; the reply of version 1.</summary>
        public const int GetSettings = 0x01;

        /// <summary>Set power; one byte, by version.</summary>
        public const int SetPower = 0x02;

        /// <summary>Set channel; one byte, 8 a band: A, B, E, F, R.</summary>
        public const int SetChannel = 0x03;

        /// <summary>Set frequency; two bytes, MHz, big endian.</summary>
        public const int SetFrequency = 0x04;

        /// <summary>Set mode; one byte of <see cref="SmartAudioMode"/>.</summary>
        public const int SetMode = 0x05;

        /// <summary>The reply of version 2 to get settings.</summary>
        public const int SettingsV2 = 0x09;

        /// <summary>The reply of version 2.1 to get settings.</summary>
        public const int SettingsV21 = 0x11;
    }
}

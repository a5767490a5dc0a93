namespace DroneLink.Firmware.Ota
{
    /// <summary>Why an offered update is refused: the value of <see cref="Telemetry.EventCode.OtaRejected"/>.</summary>
    public static class OtaRefusal
    {
        /// <summary>Cannot be judged now, since the clock is unknown; asked for again. Never in an event.</summary>
        public const int Later = -1;

        /// <summary>It is not refused.</summary>
        public const int None = 0;

        /// <summary>The manifest is too long, or not what a manifest is.</summary>
        public const int Malformed = 1;

        /// <summary>Its code is not of this device's key.</summary>
        public const int Signature = 2;

        /// <summary>It is for another device.</summary>
        public const int WrongDevice = 3;

        /// <summary>It is for another role.</summary>
        public const int WrongRole = 4;

        /// <summary>The image is for another runtime.</summary>
        public const int WrongRuntime = 5;

        /// <summary>Its build is not above the highest that was confirmed here, or not above the built-in payload's.</summary>
        public const int Downgrade = 6;

        /// <summary>Its serial is not above that of the last attempt that ended.</summary>
        public const int Replay = 7;

        /// <summary>It is too old.</summary>
        public const int Expired = 8;

        /// <summary>The payload that runs is older than it wants.</summary>
        public const int MinVersion = 9;

        /// <summary>An assembly that it needs is missing, or of another version.</summary>
        public const int Library = 10;

        /// <summary>The image is larger than a slot.</summary>
        public const int TooLarge = 11;

        /// <summary>The heap is too small for the image.</summary>
        public const int NoMemory = 12;

        /// <summary>What was downloaded is not what was announced.</summary>
        public const int Hash = 13;

        /// <summary>The flash refused.</summary>
        public const int Storage = 14;

        /// <summary>The image is as announced, and is no assembly of this runtime.</summary>
        public const int MalformedImage = 15;
    }
}

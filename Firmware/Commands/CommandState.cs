namespace DroneLink.Firmware.Commands
{
    /// <summary>How far a command is, as the log remembers it.</summary>
    public static class CommandState
    {
        /// <summary>There is none.</summary>
        public const int None = 0;

        /// <summary>It was begun.</summary>
        public const int Begun = 1;

        /// <summary>It is done.</summary>
        public const int Done = 2;

        /// <summary>It could not be done.</summary>
        public const int Failed = 3;

        /// <summary>The device would not do it.</summary>
        public const int Refused = 4;
    }
}

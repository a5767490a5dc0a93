namespace DroneLink.Firmware.Commands
{
    /// <summary>What became of a command. The numbers are on flash.</summary>
    public enum CommandState
    {
        /// <summary>There is none.</summary>
        None = 0,

        /// <summary>It is noted, and it may run.</summary>
        Begun = 1,

        /// <summary>It was carried out.</summary>
        Done = 2,

        /// <summary>It was begun, and came to nothing or to a part.</summary>
        Failed = 3,

        /// <summary>It was not begun.</summary>
        Refused = 4,
    }
}

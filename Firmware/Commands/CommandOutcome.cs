namespace DroneLink.Firmware.Commands
{
    /// <summary>What became of a command.</summary>
    public enum CommandOutcome
    {
        /// <summary>It is being done.</summary>
        Running,

        /// <summary>It is done.</summary>
        Done,

        /// <summary>It could not be done.</summary>
        Failed,

        /// <summary>The device would not do it.</summary>
        Refused,
    }
}

namespace DroneLink.Firmware.Commands
{
    /// <summary>What a target says to a command, beside its outcome.</summary>
    public sealed class CommandAnswer
    {
        /// <summary>A few words for people; empty for none.</summary>
        public string Message { get; set; } = "";

        /// <summary>Whether the device is to be restarted for it, once the answer is told.</summary>
        public bool WantsRestart { get; set; }
    }
}

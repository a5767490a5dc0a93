namespace DroneLink.Firmware.Commands
{
    /// <summary>Carries out commands, one at a time.</summary>
    public interface ICommandTarget
    {
        /// <summary>For people, about the command begun last, set once it has ended; null for nothing.</summary>
        string Message { get; }

        /// <summary>Whether it carries out commands of this name.</summary>
        bool Knows(string name);

        /// <summary>Begins a command that it knows.</summary>
        /// <param name="command">It. Borrowed until it has ended.</param>
        /// <param name="nowMs">ms since boot.</param>
        CommandOutcome Begin(Command command, long nowMs);

        /// <summary>Goes on with the command begun last, as long as that is under way. Called in every step.</summary>
        /// <param name="nowMs">ms since boot.</param>
        CommandOutcome Poll(long nowMs);
    }
}

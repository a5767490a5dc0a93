using System.Collections;

namespace DroneLink.Firmware.Commands
{
    /// <summary>Whoever carries commands out. One command is under way at a time.</summary>
    public interface ICommandTarget
    {
        /// <summary>Says whether a command is one of its own.</summary>
        /// <param name="command">Its name.</param>
        bool Knows(string command);

        /// <summary>
        /// Says whether a command could cost a flying drone its picture or its records. Such a command is carried out only while the drone is known not
        /// to be armed, or there is nobody to tell.
        /// </summary>
        /// <param name="command">Its name.</param>
        /// <param name="parameters">Its parameters.</param>
        bool IsDangerous(string command, Hashtable parameters);

        /// <summary>Begins a command. Parameters are as the sender gave them: whatever is wrong with them is an answer and no exception.</summary>
        /// <param name="command">Its name.</param>
        /// <param name="parameters">Its parameters.</param>
        /// <param name="answer">Takes what there is to say.</param>
        /// <param name="nowMs">ms since boot.</param>
        /// <returns><see cref="CommandOutcome.Running"/> when <see cref="Poll"/> will tell.</returns>
        CommandOutcome Begin(string command, Hashtable parameters, CommandAnswer answer, long nowMs);

        /// <summary>Tells how the command under way is.</summary>
        /// <param name="answer">Takes what there is to say.</param>
        /// <param name="nowMs">ms since boot.</param>
        CommandOutcome Poll(CommandAnswer answer, long nowMs);
    }
}

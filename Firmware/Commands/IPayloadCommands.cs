using System.Collections;

namespace DroneLink.Firmware.Commands
{
    /// <summary>What a payload carries out, and what has to be known of it to tell whether that is dangerous.</summary>
    public interface IPayloadCommands : ICommandTarget
    {
        /// <summary>Settings that the command begun last has changed, by their full names, so that they survive a restart; null for none.</summary>
        Hashtable Settings { get; }

        /// <summary>The transmitter's power in flight, mW; 0 where there is none.</summary>
        int PowerMw { get; }

        /// <summary>Whether a scan takes the receiver that a picture may be watched with.</summary>
        bool ScanTakesPicture { get; }
    }
}

namespace DroneLink.Firmware.Commands
{
    /// <summary>The one place that says which commands could cost somebody a drone in the air.</summary>
    public static class CommandDanger
    {
        /// <summary>Why a dangerous command is refused while the motors run.</summary>
        public const string InFlight = "in flight";

        /// <summary>Why it is refused while nobody knows whether they do.</summary>
        public const string FlightUnknown = "flight state unknown";

        /// <summary>Whether a command may cost a drone that flies its picture, or its pilot's.</summary>
        /// <param name="command">The command.</param>
        /// <param name="payload">What runs; null for nothing.</param>
        public static bool IsDangerous(Command command, IPayloadCommands payload)
        {
            switch (command.Name)
            {
                case CommandName.Reboot:
                case CommandName.ApplyConfiguration:
                case CommandName.SetChannel:
                case CommandName.Calibrate:
                    return true;
                case CommandName.SetPower:
                    // What cannot be read is refused later; less power reaches less far, and pit mode nowhere.
                    return payload == null || IsTrue(command.Parameters["pit"]) || (command.Has("powerMw") && command.Number("powerMw", payload.PowerMw, int.MaxValue) == Command.Absent);
                case CommandName.Scan:
                    return payload == null || payload.ScanTakesPicture;
                default:
                    return false;
            }
        }

        private static bool IsTrue(object value)
        {
            return value is bool && (bool)value;
        }
    }
}

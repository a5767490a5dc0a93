using System.Collections;

namespace DroneLink.Firmware.Commands
{
    /// <summary>Carries out commands of one name.</summary>
    internal abstract class Order
    {
        protected Order(string name)
        {
            Name = name;
        }

        /// <summary>The command's name.</summary>
        public string Name { get; }

        /// <summary>See <see cref="ICommandTarget.Message"/>.</summary>
        public string Message { get; protected set; }

        /// <summary>See <see cref="IPayloadCommands.Settings"/>.</summary>
        public Hashtable Settings { get; private set; }

        /// <summary>Begins.</summary>
        public CommandOutcome Start(Command command, long nowMs)
        {
            Message = null;
            Settings = null;
            return Begin(command, nowMs);
        }

        /// <summary>Goes on.</summary>
        public virtual CommandOutcome Poll(long nowMs)
        {
            return CommandOutcome.Done;
        }

        protected abstract CommandOutcome Begin(Command command, long nowMs);

        /// <summary>Notes a setting that has changed.</summary>
        protected void Keep(string name, object value)
        {
            Settings = Settings == null ? new Hashtable() : Settings;
            Settings[name] = value;
        }

        protected CommandOutcome Fail(string message)
        {
            Message = message;
            return CommandOutcome.Failed;
        }

        protected CommandOutcome Refuse(string message)
        {
            Message = message;
            return CommandOutcome.Refused;
        }
    }
}

namespace DroneLink.Firmware.Commands
{
    /// <summary>Makes the device blink or beep. Done once it does: it goes on by itself, and keeps no other command waiting.</summary>
    internal sealed class LocateOrder : Order
    {
        private const int DefaultSeconds = 30;
        private const int MaxSeconds = 600;

        private readonly Locator _locator;

        public LocateOrder(Locator locator)
            : base(CommandName.Locate)
        {
            _locator = locator;
        }

        protected override CommandOutcome Begin(Command command, long nowMs)
        {
            int seconds = command.Has("seconds") ? command.Number("seconds", 1, MaxSeconds) : DefaultSeconds;
            if (seconds == Command.Absent)
            {
                return Refuse("seconds: expected 1 to 600");
            }

            if (_locator == null)
            {
                return Fail("no locate pin is configured");
            }

            _locator.Begin(seconds, nowMs);
            Message = "for " + seconds.ToString() + " s";
            return CommandOutcome.Done;
        }
    }
}

using DroneLink.Firmware.Safety;

namespace DroneLink.Firmware.Commands
{
    /// <summary>Sets the transmitter's power in flight, which survives a restart, or pit mode on the ground, which does not.</summary>
    internal sealed class PowerOrder : Order
    {
        private const int MaxMw = 5000;

        private readonly TransmitterGuard _transmitter;

        public PowerOrder(TransmitterGuard transmitter)
            : base(CommandName.SetPower)
        {
            _transmitter = transmitter;
        }

        protected override CommandOutcome Begin(Command command, long nowMs)
        {
            bool hasPower = command.Has("powerMw");
            object pit = command.Parameters["pit"];
            int powerMw = command.Number("powerMw", 1, MaxMw);
            if (hasPower == (pit != null) || (hasPower && powerMw == Command.Absent) || (pit != null && !(pit is bool)))
            {
                return Refuse("expected powerMw, 1 to 5000, or pit, true or false");
            }

            if (_transmitter == null)
            {
                return Fail("there is no video transmitter");
            }

            if (pit != null)
            {
                _transmitter.SetPit((bool)pit);
                return CommandOutcome.Done;
            }

            return SetPower(powerMw);
        }

        private CommandOutcome SetPower(int powerMw)
        {
            if (!_transmitter.TakesOrders)
            {
                return Fail("the transmitter takes no orders");
            }

            int lowMw = _transmitter.LowPowerMw;
            _transmitter.SetPower(powerMw);
            Keep("transmitter.powerMw", powerMw);
            if (_transmitter.LowPowerMw != lowMw)
            {
                Keep("transmitter.lowPowerMw", _transmitter.LowPowerMw);
            }

            return CommandOutcome.Done;
        }
    }
}

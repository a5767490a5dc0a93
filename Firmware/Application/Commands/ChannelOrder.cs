using DroneLink.Firmware.Safety;
using DroneLink.Firmware.VideoLink;

namespace DroneLink.Firmware.Commands
{
    /// <summary>Sets the ends of the link that are here to a frequency, and waits until they say that they are there.</summary>
    internal sealed class ChannelOrder : Order
    {
        private const int MinMhz = 5300;
        private const int MaxMhz = 6000;

        private readonly TransmitterGuard _transmitter;
        private readonly LinkReceiver _receiver;
        private int _mhz;
        private long _deadlineMs;

        public ChannelOrder(TransmitterGuard transmitter, LinkReceiver receiver)
            : base(CommandName.SetChannel)
        {
            _transmitter = transmitter != null && transmitter.TakesOrders ? transmitter : null;
            _receiver = receiver != null && receiver.CanTune ? receiver : null;
        }

        private bool IsScanning => _receiver.Scanner != null && _receiver.Scanner.IsShared && _receiver.Scanner.IsScanning;

        /// <inheritdoc/>
        public override CommandOutcome Poll(long nowMs)
        {
            bool isSent = _transmitter == null || _transmitter.FrequencyMhz == _mhz;
            bool isHeard = _receiver == null || (_receiver.IsOnChannel && _receiver.FrequencyMhz == _mhz);
            if (isSent && isHeard)
            {
                return CommandOutcome.Done;
            }

            if (!isHeard && IsScanning)
            {
                // It is returned to its new channel, and can say so, when the scan is over.
                _deadlineMs = nowMs + TransmitterGuard.ConfirmMs;
            }

            return nowMs < _deadlineMs ? CommandOutcome.UnderWay
                : Fail("ordered; not confirmed by the " + (isSent ? "receiver" : "transmitter") + " within 3 s");
        }

        protected override CommandOutcome Begin(Command command, long nowMs)
        {
            _mhz = command.Number("frequencyMHz", MinMhz, MaxMhz);
            if (_mhz == Command.Absent)
            {
                return Refuse("frequencyMHz: expected 5300 to 6000");
            }

            if (_transmitter == null && _receiver == null)
            {
                return Fail("nothing that is connected here can be tuned");
            }

            if (_transmitter != null)
            {
                _transmitter.SetFrequency(_mhz);
                Keep("transmitter.frequencyMHz", _mhz);
            }

            if (_receiver != null)
            {
                _receiver.Tune(_mhz);
                Keep("videoLink.frequencyMHz", _mhz);
            }

            _deadlineMs = nowMs + TransmitterGuard.ConfirmMs;
            return CommandOutcome.UnderWay;
        }
    }
}

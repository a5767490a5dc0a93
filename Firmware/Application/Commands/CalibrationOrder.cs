using DroneLink.Firmware.VideoLink;

namespace DroneLink.Firmware.Commands
{
    /// <summary>Measures a point of the receiver's RSSI curve, as the button does.</summary>
    internal sealed class CalibrationOrder : Order
    {
        private readonly LinkReceiver _receiver;

        public CalibrationOrder(LinkReceiver receiver)
            : base(CommandName.Calibrate)
        {
            _receiver = receiver;
        }

        /// <inheritdoc/>
        public override CommandOutcome Poll(long nowMs)
        {
            if (_receiver.Service.IsBusy)
            {
                return CommandOutcome.UnderWay;
            }

            Message = _receiver.Service.LastWord;
            return _receiver.Service.HasSucceeded ? CommandOutcome.Done : CommandOutcome.Failed;
        }

        protected override CommandOutcome Begin(Command command, long nowMs)
        {
            string point = command.Parameters["point"] as string;
            if (point != "low" && point != "high")
            {
                return Refuse("point: expected low or high");
            }

            if (_receiver == null)
            {
                return Fail("there is no video receiver");
            }

            if (_receiver.Service.IsBusy)
            {
                return Fail("the receiver is being measured or tested");
            }

            return _receiver.Calibrate(point == "high") ? CommandOutcome.UnderWay : Fail("the low point has to be measured first, in this boot");
        }
    }
}

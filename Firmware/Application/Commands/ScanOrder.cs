using DroneLink.Firmware.VideoLink;

namespace DroneLink.Firmware.Commands
{
    /// <summary>Scans the band once, at once, and says what was heard.</summary>
    internal sealed class ScanOrder : Order
    {
        private const int LongestMs = 60000;

        private readonly ChannelScanner _scanner;
        private readonly RegionPlan _region;
        private uint _scans;
        private long _deadlineMs;

        public ScanOrder(LinkReceiver receiver, string region)
            : base(CommandName.Scan)
        {
            _scanner = receiver == null ? null : receiver.Scanner;
            _region = RegionPlan.Named(region);
        }

        /// <inheritdoc/>
        public override CommandOutcome Poll(long nowMs)
        {
            if (_scanner.Scans - _scans > 0)
            {
                Message = ScanReport.Of(_scanner.Survey, _region);
                return CommandOutcome.Done;
            }

            if (_scanner.IsShared && !_scanner.MayScan)
            {
                return Fail("broken off: the receiver is wanted for a picture or a calibration");
            }

            return nowMs < _deadlineMs ? CommandOutcome.UnderWay : Fail("the receiver did not get over every channel within 60 s");
        }

        protected override CommandOutcome Begin(Command command, long nowMs)
        {
            if (_scanner == null)
            {
                return Fail("there is no receiver here that can be tuned");
            }

            if (_scanner.IsShared && !_scanner.MayScan)
            {
                return Fail("the only receiver scans while an autopilot says that the drone is disarmed");
            }

            _scans = _scanner.Scans;
            _deadlineMs = nowMs + LongestMs;
            _scanner.Hurry();
            return CommandOutcome.UnderWay;
        }
    }
}

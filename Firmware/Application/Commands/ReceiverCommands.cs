using System.Collections;
using DroneLink.Firmware.Commands;
using DroneLink.Firmware.VideoLink;

namespace DroneLink.Firmware.Application.Commands
{
    /// <summary>Scan and calibration: what is done with a receiver on the ground. Borrows it.</summary>
    internal sealed class ReceiverCommands
    {
        private const int ScanMs = 60000;
        private const int CalibrateMs = 60000;

        private readonly LinkReceiver _receiver;
        private uint _scans;
        private long _deadlineMs;

        /// <summary>Creates them.</summary>
        /// <param name="receiver">The receiving end; null for none.</param>
        public ReceiverCommands(LinkReceiver receiver)
        {
            _receiver = receiver;
        }

        /// <summary>Whether a scan takes the picture away.</summary>
        public bool SharesReceiver => _receiver != null && _receiver.Scanner != null && _receiver.Scanner.IsShared;

        /// <summary>Begins a scan of the band.</summary>
        public CommandOutcome Scan(CommandAnswer answer, long nowMs)
        {
            if (_receiver == null || _receiver.Scanner == null)
            {
                answer.Message = "there is no receiver here that could scan";
                return CommandOutcome.Failed;
            }

            if (SharesReceiver && !_receiver.Scanner.MayScan)
            {
                answer.Message = "the only receiver scans while the drone is heard and disarmed";
                return CommandOutcome.Failed;
            }

            _scans = _receiver.Scanner.Scans;
            _deadlineMs = nowMs + ScanMs;
            _receiver.Scanner.Hurry();
            return CommandOutcome.Running;
        }

        /// <summary>Tells how the scan is.</summary>
        public CommandOutcome PollScan(CommandAnswer answer, long nowMs)
        {
            // The one that was under way when the command came began before it.
            if (_receiver.Scanner.Scans - _scans >= 1)
            {
                answer.Message = Describe(_receiver.Scanner.Survey);
                return CommandOutcome.Done;
            }

            if (nowMs < _deadlineMs)
            {
                return CommandOutcome.Running;
            }

            answer.Message = "the scan did not end in a minute";
            return CommandOutcome.Failed;
        }

        /// <summary>Begins to measure a point of the RSSI curve.</summary>
        public CommandOutcome Calibrate(Hashtable parameters, CommandAnswer answer, long nowMs)
        {
            string point = parameters["point"] as string;
            if (point != "low" && point != "high")
            {
                answer.Message = "point: expected low or high";
                return CommandOutcome.Refused;
            }

            if (_receiver == null)
            {
                answer.Message = "there is no receiver here";
                return CommandOutcome.Failed;
            }

            if (!_receiver.TryCalibrate(point == "high"))
            {
                answer.Message = "not now: it is busy or powered down, or there is no low point yet";
                return CommandOutcome.Failed;
            }

            _deadlineMs = nowMs + CalibrateMs;
            return CommandOutcome.Running;
        }

        /// <summary>Tells how the calibration is.</summary>
        public CommandOutcome PollCalibration(CommandAnswer answer, long nowMs)
        {
            if (_receiver.Service.IsBusy && nowMs < _deadlineMs)
            {
                return CommandOutcome.Running;
            }

            answer.Message = _receiver.Service.IsBusy ? "it did not end in a minute" : _receiver.Service.LastWord;
            return !_receiver.Service.IsBusy && _receiver.Service.HasSucceeded ? CommandOutcome.Done : CommandOutcome.Failed;
        }

        private static string Describe(BandSurvey survey)
        {
            int quietest = -1;
            for (int i = 0; i < survey.Count; i++)
            {
                bool isKnown = survey.CentiDbm(i) != BandSurvey.Unknown;
                if (isKnown && (quietest < 0 || survey.CentiDbm(i) < survey.CentiDbm(quietest)))
                {
                    quietest = i;
                }
            }

            string text = quietest < 0 ? "nothing was heard" : "quietest " + survey.FrequencyMhz(quietest).ToString() + " MHz with "
                + (survey.CentiDbm(quietest) / 100).ToString() + " dBm";
            return survey.OccupancyPercent == BandSurvey.Unknown ? text : text + "; " + survey.OccupancyPercent.ToString() + " % of the channels are in use";
        }
    }
}

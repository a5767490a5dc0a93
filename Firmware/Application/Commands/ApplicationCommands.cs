using System.Collections;
using DroneLink.Firmware.Autopilot;
using DroneLink.Firmware.Commands;
using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.Safety;
using DroneLink.Firmware.VideoLink;

namespace DroneLink.Firmware.Application.Commands
{
    /// <summary>
    /// The commands that are about what is connected. Frequency, power and rates that a command sets hold through restarts; pit mode, which could
    /// leave a drone without a picture, does not.
    /// </summary>
    public sealed class ApplicationCommands : ICommandTarget
    {
        private const string SetChannel = "setChannel";
        private const string SetPower = "setPower";
        private const string SetRates = "setRates";
        private const string Scan = "scan";
        private const string Calibrate = "calibrate";
        private const string Locate = "locate";

        private const int MaxPeriodMs = 3600000;
        private const int LocateSeconds = 60;

        private readonly ApplicationConfiguration _configuration;
        private readonly SettingsOverlay _overlay;
        private readonly AutopilotTelemetry _autopilot;
        private readonly TransmitterCommands _link;
        private readonly ReceiverCommands _receiver;
        private readonly Locator _locator;
        private string _running;

        /// <summary>Creates them.</summary>
        /// <param name="configuration">Its rates are changed in place.</param>
        /// <param name="overlay">Keeps what is set. Borrowed.</param>
        /// <param name="autopilot">The autopilot; null for none. Borrowed.</param>
        /// <param name="transmitter">The transmitter's guard; null for none. Borrowed.</param>
        /// <param name="receiver">The receiving end; null for none. Borrowed.</param>
        /// <param name="locator">A light or buzzer; null for none. Borrowed.</param>
        public ApplicationCommands(
            ApplicationConfiguration configuration,
            SettingsOverlay overlay,
            AutopilotTelemetry autopilot,
            TransmitterGuard transmitter,
            LinkReceiver receiver,
            Locator locator)
        {
            _configuration = configuration;
            _overlay = overlay;
            _autopilot = autopilot;
            _link = new TransmitterCommands(transmitter, receiver);
            _receiver = new ReceiverCommands(receiver);
            _locator = locator;
        }

        /// <inheritdoc/>
        public bool Knows(string command)
        {
            return command == SetChannel || command == SetPower || command == SetRates || command == Scan || command == Calibrate || command == Locate;
        }

        /// <inheritdoc/>
        public bool IsDangerous(string command, Hashtable parameters)
        {
            return command == SetChannel || command == Calibrate || (command == SetPower && _link.LosesPower(parameters))
                || (command == Scan && _receiver.SharesReceiver);
        }

        /// <inheritdoc/>
        public CommandOutcome Begin(string command, Hashtable parameters, CommandAnswer answer, long nowMs)
        {
            _running = command;
            switch (command)
            {
                case SetChannel:
                    return _link.SetChannel(parameters, answer, nowMs);
                case SetPower:
                    return Keep(_link.SetPower(parameters, answer), _link.Settings, answer);
                case SetRates:
                    return ChangeRates(parameters, answer);
                case Scan:
                    return _receiver.Scan(answer, nowMs);
                case Calibrate:
                    return _receiver.Calibrate(parameters, answer, nowMs);
                default:
                    return Find(parameters, answer, nowMs);
            }
        }

        /// <inheritdoc/>
        public CommandOutcome Poll(CommandAnswer answer, long nowMs)
        {
            switch (_running)
            {
                case SetChannel:
                    return Keep(_link.PollChannel(answer, nowMs), _link.Settings, answer);
                case Scan:
                    return _receiver.PollScan(answer, nowMs);
                default:
                    return _receiver.PollCalibration(answer, nowMs);
            }
        }

        // What was set holds until the restart in any case.
        private CommandOutcome Keep(CommandOutcome outcome, Hashtable settings, CommandAnswer answer)
        {
            if (outcome == CommandOutcome.Done && settings.Count > 0 && !_overlay.TryAdd(settings))
            {
                answer.Message += (answer.Message.Length > 0 ? "; " : "") + "only until the restart: the flash refused it";
            }

            return outcome;
        }

        private CommandOutcome ChangeRates(Hashtable parameters, CommandAnswer answer)
        {
            AutopilotOptions options = _configuration.Autopilot;
            int position = CommandParameters.Number(parameters, "positionMs", 0, MaxPeriodMs);
            int attitude = CommandParameters.Number(parameters, "attitudeMs", 0, MaxPeriodMs);
            int power = CommandParameters.Number(parameters, "powerMs", 0, MaxPeriodMs);
            int system = CommandParameters.Number(parameters, "systemMs", 1000, MaxPeriodMs);
            const int Wrong = CommandParameters.Wrong;
            if (position == Wrong || attitude == Wrong || power == Wrong || system == Wrong)
            {
                answer.Message = "expected ms, 0 to 3600000, systemMs 1000 at the least";
                return CommandOutcome.Refused;
            }

            if (_autopilot == null && (position >= 0 || attitude >= 0 || power >= 0))
            {
                answer.Message = "there is no autopilot here";
                return CommandOutcome.Failed;
            }

            Hashtable settings = new Hashtable();
            options.PositionPeriodMs = Change(settings, "autopilot.positionMs", position, options.PositionPeriodMs);
            options.AttitudePeriodMs = Change(settings, "autopilot.attitudeMs", attitude, options.AttitudePeriodMs);
            options.PowerPeriodMs = Change(settings, "autopilot.powerMs", power, options.PowerPeriodMs);
            _configuration.SystemPeriodMs = Change(settings, "recorder.systemMs", system, _configuration.SystemPeriodMs);
            if (_autopilot != null)
            {
                _autopilot.SetPeriods(options.PositionPeriodMs, options.AttitudePeriodMs, options.PowerPeriodMs);
            }

            return Keep(CommandOutcome.Done, settings, answer);
        }

        private static int Change(Hashtable settings, string name, int given, int before)
        {
            if (given < 0)
            {
                return before;
            }

            settings[name] = given;
            return given;
        }

        private CommandOutcome Find(Hashtable parameters, CommandAnswer answer, long nowMs)
        {
            int seconds = CommandParameters.Number(parameters, "seconds", 1, 600);
            if (seconds == CommandParameters.Wrong)
            {
                answer.Message = "seconds: expected a whole number, 1 to 600";
                return CommandOutcome.Refused;
            }

            if (_locator == null)
            {
                answer.Message = "no light or buzzer is configured (locate.pin)";
                return CommandOutcome.Failed;
            }

            _locator.Start((seconds < 0 ? LocateSeconds : seconds) * 1000, nowMs);
            return CommandOutcome.Done;
        }
    }
}

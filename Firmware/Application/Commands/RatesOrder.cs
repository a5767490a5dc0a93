using DroneLink.Firmware.Application;
using DroneLink.Firmware.Autopilot;

namespace DroneLink.Firmware.Commands
{
    /// <summary>Sets how often is recorded.</summary>
    internal sealed class RatesOrder : Order
    {
        private const int MaxMs = 3600000;
        private const int MinSystemMs = 1000;

        private readonly DeviceApplication _application;
        private readonly AutopilotTelemetry _autopilot;
        private readonly AutopilotOptions _options;

        public RatesOrder(DeviceApplication application, AutopilotTelemetry autopilot, AutopilotOptions options)
            : base(CommandName.SetRates)
        {
            _application = application;
            _autopilot = autopilot;
            _options = options;
        }

        protected override CommandOutcome Begin(Command command, long nowMs)
        {
            bool isAutopilots = command.Has("positionMs") || command.Has("attitudeMs") || command.Has("powerMs");
            if (!isAutopilots && !command.Has("systemMs"))
            {
                return Refuse("expected one at least of positionMs, attitudeMs, powerMs and systemMs");
            }

            if (IsWrong(command, "positionMs", 0) || IsWrong(command, "attitudeMs", 0) || IsWrong(command, "powerMs", 0) || IsWrong(command, "systemMs", MinSystemMs))
            {
                return CommandOutcome.Refused;
            }

            if (isAutopilots && (_autopilot == null || !_options.IsRecorded))
            {
                return Fail("no autopilot is recorded here");
            }

            if (isAutopilots)
            {
                _options.PositionPeriodMs = Take(command, "positionMs", _options.PositionPeriodMs, "autopilot.positionMs");
                _options.AttitudePeriodMs = Take(command, "attitudeMs", _options.AttitudePeriodMs, "autopilot.attitudeMs");
                _options.PowerPeriodMs = Take(command, "powerMs", _options.PowerPeriodMs, "autopilot.powerMs");
                _autopilot.SetPeriods(_options.PositionPeriodMs, _options.AttitudePeriodMs, _options.PowerPeriodMs);
            }

            _application.SystemPeriodMs = Take(command, "systemMs", _application.SystemPeriodMs, "recorder.systemMs");
            return CommandOutcome.Done;
        }

        private bool IsWrong(Command command, string name, int min)
        {
            bool isWrong = command.Has(name) && command.Number(name, min, MaxMs) == Command.Absent;
            Message = isWrong ? name + ": expected " + min.ToString() + " to " + MaxMs.ToString() : Message;
            return isWrong;
        }

        private int Take(Command command, string name, int current, string setting)
        {
            if (!command.Has(name))
            {
                return current;
            }

            int value = command.Number(name, 0, MaxMs);
            Keep(setting, value);
            return value;
        }
    }
}

using System.Collections;
using DroneLink.Firmware.Commands;
using DroneLink.Firmware.Safety;
using DroneLink.Firmware.VideoLink;

namespace DroneLink.Firmware.Application.Commands
{
    /// <summary>Channel, power and pit mode: what concerns the link as it is on the air. Borrows transmitter and receiver.</summary>
    internal sealed class TransmitterCommands
    {
        // An order to a transmitter that has no supply now is carried out when it has.
        private const int ConfirmMs = 5000;

        private readonly TransmitterGuard _transmitter;
        private readonly LinkReceiver _receiver;
        private readonly Hashtable _settings = new Hashtable();
        private int _mhz;
        private long _deadlineMs;

        /// <summary>Creates them.</summary>
        /// <param name="transmitter">The transmitter's guard; null for none.</param>
        /// <param name="receiver">The receiving end; null for none.</param>
        public TransmitterCommands(TransmitterGuard transmitter, LinkReceiver receiver)
        {
            _transmitter = transmitter;
            _receiver = receiver;
        }

        /// <summary>Settings that the last command has changed, by their full names.</summary>
        public Hashtable Settings => _settings;

        private bool CanTransmit => _transmitter != null && _transmitter.TakesOrders;

        private bool CanTune => _receiver != null && _receiver.CanTune;

        /// <summary>Says whether setting the power could cost the picture: pit mode, or less than there is.</summary>
        public bool LosesPower(Hashtable parameters)
        {
            object power = parameters["powerMw"];
            return power == null || !(power is int) || (CanTransmit && (int)power < _transmitter.PowerMw);
        }

        /// <summary>Begins to go to a channel.</summary>
        public CommandOutcome SetChannel(Hashtable parameters, CommandAnswer answer, long nowMs)
        {
            int mhz = CommandParameters.Number(parameters, "frequencyMHz", BandSurvey.MinMhz, BandSurvey.MaxMhz);
            if (mhz < 0)
            {
                answer.Message = "frequencyMHz: expected a whole number, 5300 to 6000";
                return CommandOutcome.Refused;
            }

            if ((!CanTransmit && !CanTune) || (CanTune && _receiver.Service.IsBusy))
            {
                answer.Message = CanTune ? "the receiver is being calibrated or tested" : "there is nothing here that can be tuned";
                return CommandOutcome.Failed;
            }

            _settings.Clear();
            if (CanTransmit)
            {
                _transmitter.SetFrequency(mhz);
                _settings["transmitter.frequencyMHz"] = mhz;
            }

            if (CanTune)
            {
                _receiver.Tune(mhz);
                _settings["videoLink.frequencyMHz"] = mhz;
            }

            _mhz = mhz;
            _deadlineMs = nowMs + ConfirmMs;
            return CommandOutcome.Running;
        }

        /// <summary>Tells whether the channel is reached.</summary>
        public CommandOutcome PollChannel(CommandAnswer answer, long nowMs)
        {
            bool isThere = (!CanTransmit || _transmitter.FrequencyMhz == _mhz) && (!CanTune || (_receiver.FrequencyMhz == _mhz && _receiver.IsOnChannel));
            if (!isThere && nowMs < _deadlineMs)
            {
                return CommandOutcome.Running;
            }

            answer.Message = _mhz.ToString() + " MHz" + (isThere ? "" : "; ordered but not confirmed yet");
            return CommandOutcome.Done;
        }

        /// <summary>Sets the power in flight, or pit mode on the ground.</summary>
        public CommandOutcome SetPower(Hashtable parameters, CommandAnswer answer)
        {
            _settings.Clear();
            object pit = parameters["pit"];
            int powerMw = CommandParameters.Number(parameters, "powerMw", 1, 5000);
            if (powerMw == CommandParameters.Wrong || (powerMw > 0) == (pit != null) || (pit != null && !(pit is bool)))
            {
                answer.Message = "expected either powerMw, 1 to 5000, or pit, true or false";
                return CommandOutcome.Refused;
            }

            if (!CanTransmit)
            {
                answer.Message = "there is no transmitter here that takes orders";
                return CommandOutcome.Failed;
            }

            if (pit != null)
            {
                _transmitter.SetPit((bool)pit);
                return CommandOutcome.Done;
            }

            _transmitter.SetPower(powerMw);
            _settings["transmitter.powerMw"] = powerMw;
            return CommandOutcome.Done;
        }
    }
}

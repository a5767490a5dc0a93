using System.Collections;
using System.Text;
using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.Cryptography;
using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Payload;
using DroneLink.Firmware.Supervision;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Commands
{
    /// <summary>The commands that the bootstrap carries out itself, so that they work whatever payload runs.</summary>
    public sealed class CoreCommands : ICommandTarget
    {
        private const string Update = "update";
        private const string SendLog = "sendLog";
        private const string ApplyConfiguration = "applyConfiguration";
        private const string RotateBeaconKey = "rotateBeaconKey";

        private readonly DeviceSettings _settings;
        private readonly PayloadHost _payload;
        private readonly OtaUpdater _ota;
        private readonly DeviceLog _log;
        private readonly Recorder _recorder;
        private readonly IBeaconKeys _keys;

        /// <summary>Creates them.</summary>
        /// <param name="settings">What <c>applyConfiguration</c> changes. Borrowed.</param>
        /// <param name="payload">Has to be able to live with it. Borrowed.</param>
        /// <param name="ota">Looks for updates; null where there are none. Borrowed.</param>
        /// <param name="log">The lines of <c>sendLog</c>. Borrowed.</param>
        /// <param name="recorder">Takes them. Borrowed.</param>
        /// <param name="keys">Keys of beacons; null where there are none. Borrowed.</param>
        public CoreCommands(DeviceSettings settings, PayloadHost payload, OtaUpdater ota, DeviceLog log, Recorder recorder, IBeaconKeys keys)
        {
            _settings = settings;
            _payload = payload;
            _ota = ota;
            _log = log;
            _recorder = recorder;
            _keys = keys;
        }

        /// <inheritdoc/>
        public bool Knows(string command)
        {
            return command == CommandDispatcher.Reboot || command == Update || command == SendLog || command == ApplyConfiguration || command == RotateBeaconKey;
        }

        /// <inheritdoc/>
        public bool IsDangerous(string command, Hashtable parameters)
        {
            return command == CommandDispatcher.Reboot || command == ApplyConfiguration;
        }

        /// <inheritdoc/>
        public CommandOutcome Begin(string command, Hashtable parameters, CommandAnswer answer, long nowMs)
        {
            switch (command)
            {
                case CommandDispatcher.Reboot:
                    answer.WantsRestart = true;
                    return CommandOutcome.Done;
                case Update:
                    return LookForUpdate(answer);
                case SendLog:
                    return Send(parameters["lines"], answer, nowMs);
                case RotateBeaconKey:
                    return Rotate(parameters["key"] as string, answer);
                default:
                    return Apply(parameters, answer);
            }
        }

        /// <inheritdoc/>
        public CommandOutcome Poll(CommandAnswer answer, long nowMs)
        {
            return CommandOutcome.Done;
        }

        private static CommandOutcome Refuse(CommandAnswer answer, string why)
        {
            answer.Message = why;
            return CommandOutcome.Refused;
        }

        private static CommandOutcome Fail(CommandAnswer answer, string why)
        {
            answer.Message = why;
            return CommandOutcome.Failed;
        }

        private CommandOutcome LookForUpdate(CommandAnswer answer)
        {
            if (_ota == null)
            {
                return Fail(answer, "updates over the air are not configured");
            }

            _ota.TakeNudge();
            return CommandOutcome.Done;
        }

        private CommandOutcome Send(object lines, CommandAnswer answer, long nowMs)
        {
            if (lines != null && (!(lines is int) || (int)lines < 1))
            {
                return Refuse(answer, "lines: expected a whole number, 1 or more");
            }

            int count = lines == null || (int)lines > _log.Count ? _log.Count : (int)lines;
            for (int age = count - 1; age >= 0; age--)
            {
                byte[] text = Encoding.UTF8.GetBytes("log: " + _log.Get(age));
                _recorder.RecordText(Severity.Debug, text, text.Length, nowMs);
            }

            answer.Message = count.ToString() + " lines";
            return CommandOutcome.Done;
        }

        private CommandOutcome Rotate(string key, CommandAnswer answer)
        {
            if (_keys == null)
            {
                return Fail(answer, "beacons over UDP are not configured");
            }

            byte[] bytes = key == null ? null : Hex.TryDecode(key);
            if (bytes == null || bytes.Length != Sha256.HashBytes)
            {
                return Refuse(answer, "key: expected 64 hexadecimal digits");
            }

            return _keys.Rotate(bytes) ? CommandOutcome.Done : Fail(answer, "the flash refused the key");
        }

        private CommandOutcome Apply(Hashtable parameters, CommandAnswer answer)
        {
            object reset = parameters["reset"];
            bool isReset = reset is bool && (bool)reset && parameters.Count == 1;
            if (!isReset)
            {
                string untouchable = SettingsOverlay.FindUntouchable(parameters);
                if (untouchable != null)
                {
                    return Refuse(answer, untouchable + " is not for a command to set: provision the device");
                }

                string error = Check(_settings.Overlay.OverWith(_settings.File, parameters));
                if (error != null)
                {
                    return Refuse(answer, error);
                }
            }

            if (!(isReset ? _settings.Overlay.TryClear() : _settings.Overlay.TryAdd(parameters)))
            {
                return Fail(answer, "there is no room for so many settings, or the flash refused them");
            }

            answer.WantsRestart = true;
            return CommandOutcome.Done;
        }

        private string Check(Hashtable settings)
        {
            ArrayList errors = new ArrayList();
            ConfigurationReader.Read(settings, errors);
            if (errors.Count == 0)
            {
                _payload.CheckSettings(settings, errors);
            }

            return errors.Count == 0 ? null : (string)errors[0];
        }
    }
}

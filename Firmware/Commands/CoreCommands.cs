using System.Collections;
using DroneLink.Firmware.Cryptography;
using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Commands
{
    /// <summary>Carries out what the device itself can do, whatever its payload is. None of it takes time.</summary>
    public sealed class CoreCommands : ICommandTarget
    {
        private const int KeyBytes = 32;
        private const int MaxLines = 100;

        private readonly DeviceLog _log;
        private readonly Recorder _recorder;
        private readonly SettingsOverlay _overlay;
        private readonly SettingsCheck _check;
        private readonly byte[] _line = new byte[DeviceLog.MaxLength];

        /// <summary>Creates it.</summary>
        /// <param name="log">The lines of the console. Borrowed.</param>
        /// <param name="recorder">Takes them. Borrowed.</param>
        /// <param name="overlay">Takes settings. Borrowed.</param>
        /// <param name="check">Checks them.</param>
        public CoreCommands(DeviceLog log, Recorder recorder, SettingsOverlay overlay, SettingsCheck check)
        {
            _log = log;
            _recorder = recorder;
            _overlay = overlay;
            _check = check;
        }

        /// <summary>Updates the payload; null where updates are not configured. Borrowed.</summary>
        public OtaUpdater Ota { get; set; }

        /// <summary>Takes a new key for the beacons; null where there are none.</summary>
        public BeaconKeyTaker BeaconKeyTaker { get; set; }

        /// <inheritdoc/>
        public string Message { get; private set; }

        /// <inheritdoc/>
        public bool Knows(string name)
        {
            return name == CommandName.Reboot || name == CommandName.Update || name == CommandName.SendLog || name == CommandName.RotateBeaconKey
                || name == CommandName.ApplyConfiguration;
        }

        /// <inheritdoc/>
        public CommandOutcome Begin(Command command, long nowMs)
        {
            Message = null;
            switch (command.Name)
            {
                case CommandName.Reboot:
                    return CommandOutcome.EndsInRestart;
                case CommandName.Update:
                    return Update();
                case CommandName.SendLog:
                    return SendLog(command, nowMs);
                case CommandName.RotateBeaconKey:
                    return RotateBeaconKey(command);
                default:
                    return ApplyConfiguration(command);
            }
        }

        /// <inheritdoc/>
        public CommandOutcome Poll(long nowMs)
        {
            // Nothing of it takes time: what has not ended by beginning was broken off.
            return Fail("broken off");
        }

        private CommandOutcome Update()
        {
            if (Ota == null)
            {
                return Fail("updates are not configured; they need an object 'ota' in the configuration");
            }

            Ota.TakeNudge();
            return CommandOutcome.Done;
        }

        private CommandOutcome SendLog(Command command, long nowMs)
        {
            int lines = command.Has("lines") ? command.Number("lines", 1, MaxLines) : DeviceLog.Capacity;
            if (lines == Command.Absent)
            {
                return Refuse("lines: expected 1 to 100");
            }

            int count = lines < _log.Count ? lines : _log.Count;
            for (int back = count - 1; back >= 0; back--)
            {
                _recorder.RecordText(Severity.Debug, _line, _log.Copy(back, _line), nowMs);
            }

            Message = count.ToString() + (count == 1 ? " line" : " lines");
            return CommandOutcome.Done;
        }

        private CommandOutcome RotateBeaconKey(Command command)
        {
            byte[] key = Hex.TryDecode(command.Parameters["key"] as string);
            if (key == null || key.Length != KeyBytes)
            {
                return Refuse("key: expected 64 hexadecimal digits");
            }

            if (BeaconKeyTaker == null)
            {
                return Fail("there are no beacons here");
            }

            return BeaconKeyTaker(key) ? CommandOutcome.Done : Fail("the flash refused it");
        }

        private CommandOutcome ApplyConfiguration(Command command)
        {
            Hashtable settings = command.Parameters;
            object reset = settings["reset"];
            if (settings.Count == 0 || (reset != null && (settings.Count > 1 || !(reset is bool) || !(bool)reset)))
            {
                return Refuse("expected settings by name, or {\"reset\":true} alone");
            }

            string problem = reset != null ? _overlay.TryReset() : _overlay.TryChange(settings, _check);
            return problem == null ? CommandOutcome.DoneThenRestart : Refuse(problem);
        }

        private CommandOutcome Fail(string message)
        {
            Message = message;
            return CommandOutcome.Failed;
        }

        private CommandOutcome Refuse(string message)
        {
            Message = message;
            return CommandOutcome.Refused;
        }
    }
}

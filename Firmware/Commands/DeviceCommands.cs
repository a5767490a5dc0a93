using System.Collections;
using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Payload;
using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Uplink;

namespace DroneLink.Firmware.Commands
{
    /// <summary>All of a device that has to do with commands, put together.</summary>
    public sealed class DeviceCommands
    {
        private readonly SettingsOverlay _overlay;
        private readonly CommandDispatcher _dispatcher;
        private readonly CoreCommands _core;
        private readonly CloudUplink _uplink;
        private PayloadHost _payload;

        /// <summary>Puts it together and becomes the uplink's listener.</summary>
        /// <param name="store">The flash. Borrowed.</param>
        /// <param name="overlay">Settings that were changed. Borrowed.</param>
        /// <param name="uplink">Carries the results. Borrowed.</param>
        /// <param name="topics">The device's topics.</param>
        /// <param name="console">Takes lines. Borrowed.</param>
        /// <param name="log">The last of them. Borrowed.</param>
        /// <param name="recorder">Takes records. Borrowed.</param>
        public DeviceCommands(
            ISegmentStore store, SettingsOverlay overlay, CloudUplink uplink, MqttTopics topics, ILinkBoard console, DeviceLog log, Recorder recorder)
        {
            _overlay = overlay;
            _uplink = uplink;
            _core = new CoreCommands(log, recorder, overlay, Check);
            CommandLog commands = new CommandLog(store);
            CommandResults results = new CommandResults(commands, new ResultCarriage(uplink, topics.CommandResult));
            _dispatcher = new CommandDispatcher(commands, results, _core, console);
            _dispatcher.Keeper = Keep;
            uplink.Listener = results;
        }

        /// <summary>Takes a new key for the beacons; null where there are none.</summary>
        public BeaconKeyTaker BeaconKeyTaker
        {
            get => _core.BeaconKeyTaker;
            set => _core.BeaconKeyTaker = value;
        }

        /// <summary>Whether a command asks for a restart. It is for the caller to see that one costs nobody a flight.</summary>
        public bool WantsRestart => _dispatcher.WantsRestart;

        /// <summary>Says who else carries out commands. Call it once, before the first <see cref="Step"/>.</summary>
        /// <param name="payload">The payload. Borrowed.</param>
        /// <param name="ota">Updates it; null where updates are not configured. Borrowed.</param>
        public void Attach(PayloadHost payload, OtaUpdater ota)
        {
            _payload = payload;
            _core.Ota = ota;
        }

        /// <summary>Takes a message in.</summary>
        /// <param name="payload">It. Kept: the caller lets go of it.</param>
        public void Take(byte[] payload)
        {
            _dispatcher.Take(payload);
        }

        /// <summary>Does what is due.</summary>
        /// <param name="nowMs">ms since boot.</param>
        /// <param name="utcSeconds">Unix seconds; 0 while they are not known.</param>
        public void Step(long nowMs, long utcSeconds)
        {
            _dispatcher.Payload = _payload.Commands;
            _dispatcher.Step(nowMs, utcSeconds, _payload.Flight, _payload.MayRestart);
            if (_dispatcher.TakeMissed())
            {
                _uplink.Reconnect(nowMs);
            }
        }

        private void Check(Hashtable settings, ArrayList errors)
        {
            ConfigurationReader.Read(settings, errors);
            if (errors.Count == 0)
            {
                _payload.CheckSettings(settings, errors);
            }
        }

        private string Keep(Hashtable settings)
        {
            return _overlay.TryChange(settings, Check);
        }
    }
}

using System.Collections;
using DroneLink.Firmware.Application;
using DroneLink.Firmware.Autopilot;
using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.VideoLink;

namespace DroneLink.Firmware.Commands
{
    /// <summary>Carries out the commands that are about what is connected.</summary>
    internal sealed class ApplicationCommands : IPayloadCommands
    {
        private readonly DeviceApplication _application;
        private readonly Order[] _orders;
        private Order _order;

        /// <summary>Creates it.</summary>
        /// <param name="application">Whose parts they are. Borrowed.</param>
        /// <param name="autopilot">Its autopilot; null for none. Borrowed.</param>
        /// <param name="locator">What it is found by; null for nothing. Borrowed.</param>
        /// <param name="configuration">How it is run.</param>
        public ApplicationCommands(DeviceApplication application, AutopilotTelemetry autopilot, Locator locator, ApplicationConfiguration configuration)
        {
            _application = application;
            LinkReceiver receiver = application.Receiver;
            _orders = new Order[]
            {
                new ChannelOrder(application.Transmitter, receiver),
                new PowerOrder(application.Transmitter),
                new RatesOrder(application, autopilot, configuration.Autopilot),
                new ScanOrder(receiver, configuration.VideoLink.Region),
                new CalibrationOrder(receiver),
                new LocateOrder(locator),
            };
            _order = _orders[0];
        }

        /// <inheritdoc/>
        public string Message => _order.Message;

        /// <inheritdoc/>
        public Hashtable Settings => _order.Settings;

        /// <inheritdoc/>
        public int PowerMw => _application.Transmitter == null ? 0 : _application.Transmitter.PowerMw;

        /// <inheritdoc/>
        public bool ScanTakesPicture => _application.Receiver != null && _application.Receiver.Scanner != null && _application.Receiver.Scanner.IsShared;

        /// <inheritdoc/>
        public bool Knows(string name)
        {
            return Find(name) != null;
        }

        /// <inheritdoc/>
        public CommandOutcome Begin(Command command, long nowMs)
        {
            _order = Find(command.Name);
            return _order.Start(command, nowMs);
        }

        /// <inheritdoc/>
        public CommandOutcome Poll(long nowMs)
        {
            return _order.Poll(nowMs);
        }

        private Order Find(string name)
        {
            for (int i = 0; i < _orders.Length; i++)
            {
                if (_orders[i].Name == name)
                {
                    return _orders[i];
                }
            }

            return null;
        }
    }
}

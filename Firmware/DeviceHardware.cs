using DroneLink.Firmware.Commands;
using DroneLink.Firmware.Peers;
using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Uplink;

namespace DroneLink.Firmware
{
    /// <summary>What a device runs on: the edge of a board, or its counterpart on a desktop.</summary>
    public sealed class DeviceHardware
    {
        /// <summary>The flash.</summary>
        public ISegmentStore Store { get; set; }

        /// <summary>The side to the network.</summary>
        public ILinkBoard Board { get; set; }

        /// <summary>The last lines of the console; null for one of the device's own, which then has only what the device itself says.</summary>
        public DeviceLog Log { get; set; }

        /// <summary>What that side posts.</summary>
        public LinkEventQueue Events { get; set; }

        /// <summary>What comes in to it over MQTT.</summary>
        public IncomingMessages Incoming { get; set; }

        /// <summary>The pins and buses.</summary>
        public IBoardPins Pins { get; set; }

        /// <summary>What the board knows of itself.</summary>
        public ISystemProbe Probe { get; set; }

        /// <summary>Datagrams to and from drones nearby; null for none.</summary>
        public IPeerRadio Radio { get; set; }
    }
}

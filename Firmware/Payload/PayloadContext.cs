using System.Collections;
using DroneLink.Firmware.Peers;
using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Supervision;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Uplink;

namespace DroneLink.Firmware.Payload
{
    /// <summary>What the bootstrap offers its payload. All of it is borrowed.</summary>
    public sealed class PayloadContext
    {
        /// <summary>The configuration, as <see cref="Configuration.ConfigurationReader.Parse"/> returns it, with what commands have changed.</summary>
        public Hashtable Settings { get; set; }

        /// <summary>The same as it is in the file, to go back to when a change does not fit it any more; see <see cref="SettingsProblem"/>.</summary>
        public Hashtable FileSettings { get; set; }

        /// <summary>Is set by a payload that went back to the file: what is wrong. Null while all is well.</summary>
        public string SettingsProblem { get; set; }

        /// <summary>The board's pins and buses.</summary>
        public IBoardPins Pins { get; set; }

        /// <summary>What the board knows of itself.</summary>
        public ISystemProbe Probe { get; set; }

        /// <summary>The flash, for what a part has to remember.</summary>
        public ISegmentStore Store { get; set; }

        /// <summary>Takes records and events.</summary>
        public Recorder Recorder { get; set; }

        /// <summary>The flash ring, for its counts.</summary>
        public FlashRing Ring { get; set; }

        /// <summary>The uplink, for its counts.</summary>
        public CloudUplink Uplink { get; set; }

        /// <summary>The clock.</summary>
        public DeviceClock Clock { get; set; }

        /// <summary>The fleet's beacon keys; null where drones do not hear each other over UDP.</summary>
        public PeerKeys PeerKeys { get; set; }

        /// <summary>Datagrams to and from drones nearby; null for none.</summary>
        public IPeerRadio Radio { get; set; }

        /// <summary>This boot.</summary>
        public BootRecord Boot { get; set; }
    }
}

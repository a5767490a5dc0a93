using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Peers;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Uplink;

namespace DroneLink.Firmware.Configuration
{
    /// <summary>
    /// What a device is told in <c>dronelink.json</c> of itself and its network, checked: what the bootstrap needs. Firmware/Configuration/README.md
    /// lists every setting.
    /// </summary>
    public class DeviceConfiguration
    {
        /// <summary>The name of the file in the root of the flash.</summary>
        public const string FileName = "dronelink.json";

        /// <summary>Role of the end that flies.</summary>
        public const string DroneRole = "drone";

        /// <summary>Role of the end that receives the video.</summary>
        public const string GroundReceiverRole = "groundReceiver";

        /// <summary>Role of a device that is both ends, on a bench.</summary>
        public const string BenchRole = "bench";

        /// <summary><see cref="DroneRole"/>, <see cref="GroundReceiverRole"/> or <see cref="BenchRole"/>.</summary>
        public string Role { get; internal set; }

        /// <summary>Names the video link whose two ends are a drone and a ground receiver; empty for none.</summary>
        public string LinkId { get; internal set; }

        /// <summary>Network to join; empty for the one that is stored on the board.</summary>
        public string WifiSsid { get; internal set; }

        /// <summary>Its password.</summary>
        public string WifiPassword { get; internal set; }

        /// <summary>Host name or address of the broker; empty for none.</summary>
        public string MqttHost { get; internal set; }

        /// <summary>Its port.</summary>
        public int MqttPort { get; internal set; }

        /// <summary>Password for the broker, the device id being the user name; empty when a client certificate says who the device is.</summary>
        public string MqttPassword { get; internal set; }

        /// <summary>Address to post frames to; empty for none.</summary>
        public string HttpsUrl { get; internal set; }

        /// <summary>Host name or address of the time server.</summary>
        public string TimeServer { get; internal set; }

        /// <summary>When frames are sealed and committed.</summary>
        public RecorderOptions Recorder { get; } = new RecorderOptions();

        /// <summary>Segments of the flash ring, 4 KB each.</summary>
        public int RingSegments { get; internal set; }

        /// <summary>ms between records of kind system.</summary>
        public int SystemPeriodMs { get; internal set; }

        /// <summary>Whether it is updated over the air.</summary>
        public bool UseOta { get; set; }

        /// <summary>How it is updated. Who the device is and what it has built in is the device's to fill in.</summary>
        public OtaOptions Ota { get; } = new OtaOptions();

        /// <summary>How it and the drones around hear each other; null for not at all.</summary>
        public PeerOptions Peers { get; internal set; }

        /// <summary>How the uplink behaves.</summary>
        public UplinkOptions Uplink { get; } = new UplinkOptions();
    }
}

using DroneLink.Drivers.Rx5808;
using DroneLink.Firmware.Autopilot;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Uplink;
using DroneLink.Firmware.VideoLink;

namespace DroneLink.Firmware.Configuration
{
    /// <summary>What a device is told in <c>dronelink.json</c>, checked. Firmware/Configuration/README.md lists every setting.</summary>
    public sealed class DeviceConfiguration
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

        /// <summary>The autopilot's serial port; null when there is no autopilot.</summary>
        public SerialConnection AutopilotConnection { get; internal set; }

        /// <summary>What is recorded of the autopilot.</summary>
        public AutopilotOptions Autopilot { get; } = new AutopilotOptions();

        /// <summary>Whether the autopilot's GPS sets the clock when no time server has; where both are there, the time server is followed.</summary>
        public bool UseAutopilotTime { get; set; } = true;

        /// <summary>The video receiver; null for none.</summary>
        public Rx5808Connection Rx5808 { get; internal set; }

        /// <summary>Calibration of its RSSI pin.</summary>
        public RssiPinOptions Rssi { get; } = new RssiPinOptions();

        /// <summary>GPIO of the button that calibrates the receiver; -1 for none.</summary>
        public int CalibrationButtonPin { get; internal set; } = -1;

        /// <summary>What is recorded of the video link.</summary>
        public VideoLinkOptions VideoLink { get; } = new VideoLinkOptions();

        /// <summary>What else there is of the receiver, and how it is run; null for nothing.</summary>
        public ReceiverConnection Receiver { get; internal set; }

        /// <summary>A second receiver, which scans the band; null for none.</summary>
        public Rx5808Connection Scanner { get; internal set; }

        /// <summary>The video transmitter; null for none.</summary>
        public TransmitterConnection Transmitter { get; internal set; }

        /// <summary>A GPS receiver of the device's own; null for none.</summary>
        public SerialConnection Gps { get; internal set; }

        /// <summary>ms between positions of that GPS.</summary>
        public int GpsPositionPeriodMs { get; internal set; }

        /// <summary>A sensor of the air around; null for none.</summary>
        public SensorConnection Environment { get; internal set; }

        /// <summary>Where a ground receiver stands; null when it is not known.</summary>
        public Place Place { get; internal set; }

        /// <summary>Calibration of the scanner's RSSI pin.</summary>
        public RssiPinOptions ScannerRssi { get; } = new RssiPinOptions();

        /// <summary>Whether anything is on the I2C bus.</summary>
        public bool UsesI2c => Environment != null || IsOnI2c(Transmitter == null ? null : Transmitter.Temperature)
            || IsOnI2c(Receiver == null ? null : Receiver.Temperature)
            || (Transmitter != null && Transmitter.Supply != null) || (Receiver != null && Receiver.Supply != null);

        /// <summary>GPIO of the I2C bus's SDA.</summary>
        public int I2cDataPin { get; internal set; }

        /// <summary>GPIO of the I2C bus's SCL.</summary>
        public int I2cClockPin { get; internal set; }

        /// <summary>When frames are sealed and committed.</summary>
        public RecorderOptions Recorder { get; } = new RecorderOptions();

        /// <summary>Segments of the flash ring, 4 KB each.</summary>
        public int RingSegments { get; internal set; }

        /// <summary>ms between records of kind system.</summary>
        public int SystemPeriodMs { get; internal set; }

        /// <summary>How the uplink behaves. Its status messages are the device's to fill in.</summary>
        public UplinkOptions Uplink { get; } = new UplinkOptions();

        private static bool IsOnI2c(SensorConnection connection)
        {
            return connection != null && connection.Sensor == SensorConnection.Bmp280;
        }
    }
}

using DroneLink.Drivers.Rx5808;
using DroneLink.Firmware.Autopilot;
using DroneLink.Firmware.VideoLink;

namespace DroneLink.Firmware.Configuration
{
    /// <summary>All that a device is told in <c>dronelink.json</c>, what is connected to it included.</summary>
    public sealed class ApplicationConfiguration : DeviceConfiguration
    {
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

        /// <summary>GPIO of the LED or buzzer that the device is found by; -1 for none.</summary>
        public int LocatePin { get; internal set; } = -1;

        /// <summary>Whether that is on at low.</summary>
        public bool IsLocateActiveLow { get; internal set; }

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

        private static bool IsOnI2c(SensorConnection connection)
        {
            return connection != null && connection.Sensor == SensorConnection.Bmp280;
        }
    }
}

using System.Collections;

namespace DroneLink.Firmware.Configuration
{
    /// <summary>Reads and checks the whole configuration file, what is connected included.</summary>
    public static class ApplicationConfigurationReader
    {
        /// <summary>Reads a configuration.</summary>
        /// <param name="json">Text of the file.</param>
        /// <param name="errors">Takes a text for every wrong value: its name, what it is, and what is expected.</param>
        /// <returns>The configuration, or null when there is any error.</returns>
        public static ApplicationConfiguration Read(string json, ArrayList errors)
        {
            Hashtable values = ConfigurationReader.Parse(json, errors);
            return values == null ? null : Read(values, errors);
        }

        /// <summary>Reads a configuration.</summary>
        /// <param name="values">What <see cref="ConfigurationReader.Parse"/> returned.</param>
        /// <param name="errors">Takes a text for every wrong value, and every name that is no setting.</param>
        /// <returns>The configuration, or null when there is any error.</returns>
        public static ApplicationConfiguration Read(Hashtable values, ArrayList errors)
        {
            int before = errors.Count;
            ConfigurationSection root = new ConfigurationSection(values, "", errors);
            ApplicationConfiguration configuration = new ApplicationConfiguration();
            ConfigurationReader.ReadInto(root, configuration);
            ReadAutopilot(root.Section("autopilot"), configuration);
            VideoLinkReader.Read(root, configuration);
            PartsReader.Read(root, configuration);
            root.Finish();
            return errors.Count == before ? configuration : null;
        }

        private static void ReadAutopilot(ConfigurationSection section, ApplicationConfiguration configuration)
        {
            if (!section.IsPresent)
            {
                return;
            }

            SerialConnection connection = new SerialConnection();
            connection.Port = section.Choice("port", "COM2", "COM3");
            connection.RxPin = section.Number("rxPin", 16, 0, PartsReader.MaxPin);
            connection.TxPin = section.Number("txPin", 17, 0, PartsReader.MaxPin);
            connection.Baud = section.Number("baud", 57600, 1200, 1500000);
            configuration.AutopilotConnection = connection;
            configuration.Autopilot.IsRecorded = configuration.Role != DeviceConfiguration.GroundReceiverRole;
            configuration.UseAutopilotTime = section.Flag("setsClock", true);
            configuration.Autopilot.SystemId = section.Number("systemId", configuration.Autopilot.SystemId, 0, 255);
            configuration.Autopilot.PositionPeriodMs = section.Number("positionMs", configuration.Autopilot.PositionPeriodMs, 0, 3600000);
            configuration.Autopilot.AttitudePeriodMs = section.Number("attitudeMs", configuration.Autopilot.AttitudePeriodMs, 0, 3600000);
            configuration.Autopilot.PowerPeriodMs = section.Number("powerMs", configuration.Autopilot.PowerPeriodMs, 0, 3600000);
            section.Finish();
        }
    }
}

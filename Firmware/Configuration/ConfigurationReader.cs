using System;
using System.Collections;
using DroneLink.Drivers.Rx5808;
using DroneLink.Firmware.VideoLink;
using nanoFramework.Json;

namespace DroneLink.Firmware.Configuration
{
    /// <summary>Reads and checks the configuration file.</summary>
    public static class ConfigurationReader
    {
        /// <summary>Segments of the flash ring unless the file says otherwise: 144 KB of the 256 KB that a 4 MB board has for files.</summary>
        public const int DefaultRingSegments = 36;

        /// <summary>Reads a configuration.</summary>
        /// <param name="json">Text of the file.</param>
        /// <param name="errors">Takes a text for every wrong value: its name, what it is, and what is expected.</param>
        /// <returns>The configuration, or null when there is any error.</returns>
        public static DeviceConfiguration Read(string json, ArrayList errors)
        {
            Hashtable values = null;
            try
            {
                values = JsonConvert.DeserializeObject(json, typeof(Hashtable)) as Hashtable;
            }
            catch (Exception)
            {
                // nanoFramework.Json says neither what is wrong nor where; several types of exception come out of it.
            }

            if (values == null)
            {
                errors.Add("config: " + DeviceConfiguration.FileName + " is not JSON; expected one object, each name once");
                return null;
            }

            int before = errors.Count;
            ConfigurationSection root = new ConfigurationSection(values, "", errors);
            DeviceConfiguration configuration = new DeviceConfiguration();
            ReadIdentity(root, configuration);
            ReadNetwork(root, configuration);
            ReadAutopilot(root.Section("autopilot"), configuration);
            ReadVideoLink(root.Section("videoLink"), configuration);
            PartsReader.Read(root, configuration);
            ReadRecorder(root.Section("recorder"), configuration);
            ReadUplink(root.Section("uplink"), configuration);
            root.Finish();
            return errors.Count == before ? configuration : null;
        }

        private static void ReadIdentity(ConfigurationSection root, DeviceConfiguration configuration)
        {
            configuration.Uplink.DeviceId = root.Id("deviceId", null);
            configuration.Uplink.FleetId = root.Id("fleetId", "default");
            configuration.Uplink.Key = root.Secret("key", 32);
            configuration.Role = root.Choice("role", DeviceConfiguration.DroneRole, DeviceConfiguration.GroundReceiverRole, DeviceConfiguration.BenchRole);
            configuration.LinkId = root.Id("linkId", "");
        }

        private static void ReadNetwork(ConfigurationSection root, DeviceConfiguration configuration)
        {
            ConfigurationSection wifi = root.Section("wifi");
            configuration.WifiSsid = wifi.Text("ssid", "", 0, 32);
            configuration.WifiPassword = wifi.Text("password", "", 0, 64);
            wifi.Finish();

            ConfigurationSection mqtt = root.Section("mqtt");
            configuration.Uplink.UseMqtt = mqtt.IsPresent;
            configuration.MqttHost = mqtt.Text("host", mqtt.IsPresent ? null : "", 1, 255);
            configuration.Uplink.MqttTls = mqtt.Flag("tls", true);
            configuration.MqttPort = mqtt.Number("port", configuration.Uplink.MqttTls ? 8883 : 1883, 1, 65535);
            configuration.MqttPassword = mqtt.Text("password", "", 0, 128);
            mqtt.Finish();

            ConfigurationSection https = root.Section("https");
            configuration.Uplink.UseHttps = https.IsPresent;
            configuration.HttpsUrl = https.Text("url", https.IsPresent ? null : "", 1, 255);
            string url = configuration.HttpsUrl;
            if (url.Length > 0 && !url.StartsWith("https://") && !url.StartsWith("http://"))
            {
                https.Wrong("url", url, "an address that starts with https:// or http://");
            }

            https.Finish();
            if (!mqtt.IsPresent && !https.IsPresent)
            {
                root.Wrong("mqtt", null, "an object 'mqtt' or an object 'https', or both: where should the records go?");
            }

            configuration.TimeServer = root.Text("timeServer", "pool.ntp.org", 1, 255);
        }

        private static void ReadAutopilot(ConfigurationSection section, DeviceConfiguration configuration)
        {
            if (!section.IsPresent)
            {
                return;
            }

            SerialConnection connection = new SerialConnection();
            connection.Port = section.Choice("port", "COM2", "COM3");
            connection.RxPin = section.Number("rxPin", 16, 0, 48);
            connection.TxPin = section.Number("txPin", 17, 0, 48);
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

        private static void ReadVideoLink(ConfigurationSection section, DeviceConfiguration configuration)
        {
            if (!section.IsPresent)
            {
                return;
            }

            configuration.Rx5808 = new Rx5808Connection { AdcChannel = section.Number("adcChannel", 6, 0, 9) };
            PartsReader.ReadBus(section, configuration.Rx5808);
            configuration.VideoLink.FrequencyMhz = section.Number("frequencyMHz", configuration.VideoLink.FrequencyMhz, 5300, 6000);
            configuration.VideoLink.SampleMs = section.Number("sampleMs", configuration.VideoLink.SampleMs, 10, 1000);
            configuration.VideoLink.WindowMs = section.Number("windowMs", configuration.VideoLink.WindowMs, 1000, 60000);
            configuration.VideoLink.ThresholdCentiDbm = section.Number("thresholdCentiDbm", configuration.VideoLink.ThresholdCentiDbm, -12000, 0);
            VideoLinkOptions options = configuration.VideoLink;
            options.HysteresisCentiDb = section.Number("hysteresisCentiDb", options.HysteresisCentiDb, 0, 2000);
            options.DeadPinMv = section.Number("deadPinMv", options.DeadPinMv, 0, 1000);
            options.GoodFromHealth = section.Number("goodFromHealth", options.GoodFromHealth, 1, 100);
            options.DegradedBelowHealth = section.Number("degradedBelowHealth", options.DegradedBelowHealth, 1, 100);
            options.DegradedAfterMs = section.Number("degradedAfterMs", options.DegradedAfterMs, 0, 600000);
            options.LostAfterMs = section.Number("lostAfterMs", options.LostAfterMs, 0, 600000);
            options.RestoredAfterMs = section.Number("restoredAfterMs", options.RestoredAfterMs, 0, 600000);
            options.TooCloseCentiDbm = section.Number("tooCloseCentiDbm", options.TooCloseCentiDbm, -6000, 2000);
            options.TooCloseAfterMs = section.Number("tooCloseAfterMs", options.TooCloseAfterMs, 0, 600000);
            options.InterferenceFrom = section.Number("interferenceFrom", options.InterferenceFrom, 1, 100);
            if (options.DegradedBelowHealth > options.GoodFromHealth)
            {
                section.Wrong("degradedBelowHealth", options.DegradedBelowHealth, "goodFromHealth or less, which is " + options.GoodFromHealth.ToString());
            }

            configuration.CalibrationButtonPin = section.Number("calibrateButtonPin", -1, 0, 48);
            options.CalibrationLowCentiDbm = section.Number("calibrateLowCentiDbm", options.CalibrationLowCentiDbm, -12000, -6000);
            options.CalibrationHighCentiDbm = section.Number("calibrateHighCentiDbm", options.CalibrationHighCentiDbm, -11000, -3000);
            if (options.CalibrationHighCentiDbm < options.CalibrationLowCentiDbm + 1000)
            {
                section.Wrong("calibrateHighCentiDbm", options.CalibrationHighCentiDbm, "1000 or more above calibrateLowCentiDbm");
            }

            options.Region = section.Choice("region", RegionPlan.IsmName, RegionPlan.IsmNarrowName, RegionPlan.Narrow5850Name, RegionPlan.NoneName);
            options.TransmitterMilliwatt = section.Number("transmitterMw", options.TransmitterMilliwatt, 1, 5000);
            options.TransmitterGainCentiDbi = section.Number("transmitterCentiDbi", options.TransmitterGainCentiDbi, -1000, 3000);
            options.ReceiverGainCentiDbi = section.Number("receiverCentiDbi", options.ReceiverGainCentiDbi, -1000, 3000);
            if (configuration.Rx5808.HasBus && options.FrequencyMhz == 0)
            {
                section.Wrong("frequencyMHz", null, "a frequency: where the receiver's bus is connected, this tunes it");
            }

            RssiPinOptions rssi = configuration.Rssi;
            rssi.MinMv = section.Number("minMv", rssi.MinMv, 0, RssiPin.FullScaleMv);
            rssi.MinCentiDbm = section.Number("minCentiDbm", rssi.MinCentiDbm, -12000, 0);
            rssi.MaxMv = section.Number("maxMv", rssi.MaxMv, 0, RssiPin.FullScaleMv);
            rssi.MaxCentiDbm = section.Number("maxCentiDbm", rssi.MaxCentiDbm, -12000, 2000);
            rssi.Calibrated = section.Flag("calibrated", rssi.Calibrated);
            if (rssi.MaxMv <= rssi.MinMv)
            {
                section.Wrong("maxMv", rssi.MaxMv, "more than minMv, which is " + rssi.MinMv.ToString());
            }

            if (rssi.MaxCentiDbm <= rssi.MinCentiDbm)
            {
                section.Wrong("maxCentiDbm", rssi.MaxCentiDbm, "more than minCentiDbm, which is " + rssi.MinCentiDbm.ToString());
            }

            section.Finish();
        }

        private static void ReadRecorder(ConfigurationSection section, DeviceConfiguration configuration)
        {
            configuration.Recorder.FrameMaxAgeMs = section.Number("frameMs", configuration.Recorder.FrameMaxAgeMs, 1, 60000);
            configuration.Recorder.FrameMaxBytes = section.Number("frameBytes", configuration.Recorder.FrameMaxBytes, 64, 2000);
            configuration.Recorder.CommitWindowMs = section.Number("commitMs", configuration.Recorder.CommitWindowMs, 100, 600000);
            configuration.RingSegments = section.Number("segments", DefaultRingSegments, 2, 700);
            configuration.SystemPeriodMs = section.Number("systemMs", 10000, 1000, 3600000);
            section.Finish();
        }

        private static void ReadUplink(ConfigurationSection section, DeviceConfiguration configuration)
        {
            configuration.Uplink.SignFrames = section.Flag("signFrames", false);
            configuration.Uplink.FirstTryMs = section.Number("firstTryMs", configuration.Uplink.FirstTryMs, 0, 60000);
            configuration.Uplink.BackoffBaseMs = section.Number("backoffBaseMs", configuration.Uplink.BackoffBaseMs, 100, 60000);
            configuration.Uplink.BackoffCapMs = section.Number("backoffCapMs", configuration.Uplink.BackoffCapMs, 1000, 3600000);
            configuration.Uplink.PostPeriodMs = section.Number("postMs", configuration.Uplink.PostPeriodMs, 0, 60000);
            configuration.Uplink.Window = section.Number("window", configuration.Uplink.Window, 1, 16);
            if (configuration.Uplink.BackoffCapMs < configuration.Uplink.BackoffBaseMs)
            {
                section.Wrong("backoffCapMs", configuration.Uplink.BackoffCapMs, "backoffBaseMs or more");
            }

            section.Finish();
        }
    }
}

using System;
using System.Collections;
using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Storage;
using nanoFramework.Json;

namespace DroneLink.Firmware.Configuration
{
    /// <summary>Reads and checks what the bootstrap needs of the configuration file; the payload reads the rest.</summary>
    public static class ConfigurationReader
    {
        /// <summary>Segments of the flash ring unless the file says otherwise: 144 KB of the 256 KB that a 4 MB board has for files.</summary>
        public const int DefaultRingSegments = 36;

        /// <summary>KB that a 4 MB board has for files; 8 MB ones have 2048.</summary>
        public const int DefaultStorageKb = 256;

        // What the ring is given at the most where nobody says how much.
        private const int MaxDefaultRingSegments = 64;
        private const int BlockKb = 4;

        // What a board with 8 MB of flash has for files.
        private const int RoomyStorageKb = 2048;

        // All but slots and ring: the ring's upkeep, the other files, the certificates, and littlefs' own directory, which grows with the number of
        // files. README.md tells how that was counted.
        private const int OtherBlocks = 12;
        private const int BlocksPerDirectoryBlock = 10;

        /// <summary>Reads the text of the file.</summary>
        /// <param name="json">Text of the file.</param>
        /// <param name="errors">Takes a text when it is not JSON.</param>
        /// <returns>Its names and values, for <see cref="Read"/>; null when it is not JSON.</returns>
        public static Hashtable Parse(string json, ArrayList errors)
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
            }

            return values;
        }

        /// <summary>Reads what the bootstrap needs: who the device is, where its records go, how they are kept.</summary>
        /// <param name="values">What <see cref="Parse"/> returned.</param>
        /// <param name="errors">Takes a text for every wrong value: its name, what it is, and what is expected.</param>
        /// <returns>The configuration, or null when there is any error.</returns>
        public static DeviceConfiguration Read(Hashtable values, ArrayList errors)
        {
            int before = errors.Count;
            DeviceConfiguration configuration = new DeviceConfiguration();
            ReadInto(new ConfigurationSection(values, "", errors), configuration);
            return errors.Count == before ? configuration : null;
        }

        /// <summary>Reads the same into a configuration that has more. Names that it does not know are its caller's to judge.</summary>
        /// <param name="root">The whole file.</param>
        /// <param name="configuration">Is filled in.</param>
        public static void ReadInto(ConfigurationSection root, DeviceConfiguration configuration)
        {
            ReadIdentity(root, configuration);
            ReadNetwork(root, configuration);
            int storageKb = root.Number("storageKb", DefaultStorageKb, 128, 16384);
            ReadOta(root.Section("ota"), storageKb, configuration);
            ReadRecorder(root.Section("recorder"), storageKb, configuration);
            ReadUplink(root.Section("uplink"), configuration);
            PeersReader.Read(root, configuration);
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

        private static void ReadOta(ConfigurationSection section, int storageKb, DeviceConfiguration configuration)
        {
            // The slots cannot grow later, payloads do: where there is room, they have it from the start.
            int slotBlocks = storageKb >= RoomyStorageKb ? 2 * configuration.Ota.SlotBlocks : configuration.Ota.SlotBlocks;
            configuration.UseOta = section.IsPresent;
            configuration.Ota.SlotBlocks = section.Number("slotKb", slotBlocks * BlockKb, BlockKb, OtaSlot.MaxBlocks * BlockKb) / BlockKb;
            configuration.Ota.CheckMs = section.Number("checkMs", configuration.Ota.CheckMs, 60000, 86400000);
            configuration.Ota.TrialMs = section.Number("trialMs", configuration.Ota.TrialMs, 60000, 86400000);
            int most = (SharedBlocks(storageKb) - FlashRing.MinSegments) / 2;
            if (configuration.UseOta && configuration.Ota.SlotBlocks > most)
            {
                string expected = "at most " + (most * BlockKb).ToString() + ": storageKb also holds the other slot, the ring, and " + OthersText(storageKb);
                section.Wrong("slotKb", configuration.Ota.SlotBlocks * BlockKb, expected);
            }

            section.Finish();
        }

        // What the slots and the ring share.
        private static int SharedBlocks(int storageKb)
        {
            int blocks = storageKb / BlockKb;
            return blocks - OtherBlocks - (blocks / BlocksPerDirectoryBlock);
        }

        private static string OthersText(int storageKb)
        {
            return (storageKb - (SharedBlocks(storageKb) * BlockKb)).ToString() + " KB of other files";
        }

        private static void ReadRecorder(ConfigurationSection section, int storageKb, DeviceConfiguration configuration)
        {
            int left = SharedBlocks(storageKb) - (2 * configuration.Ota.SlotBlocks);
            int segments = !configuration.UseOta ? DefaultRingSegments
                : left < FlashRing.MinSegments ? FlashRing.MinSegments
                : left < MaxDefaultRingSegments ? left : MaxDefaultRingSegments;
            configuration.Recorder.FrameMaxAgeMs = section.Number("frameMs", configuration.Recorder.FrameMaxAgeMs, 1, 60000);
            configuration.Recorder.FrameMaxBytes = section.Number("frameBytes", configuration.Recorder.FrameMaxBytes, 64, 2000);
            configuration.Recorder.CommitWindowMs = section.Number("commitMs", configuration.Recorder.CommitWindowMs, 100, 600000);
            configuration.RingSegments = section.Number("segments", segments, FlashRing.MinSegments, 700);
            configuration.SystemPeriodMs = section.Number("systemMs", 10000, 1000, 3600000);
            if (configuration.UseOta && configuration.RingSegments > left && left >= FlashRing.MinSegments)
            {
                string expected = "at most " + left.ToString() + ": storageKb also holds two slots of ota.slotKb, and " + OthersText(storageKb);
                section.Wrong("segments", configuration.RingSegments, expected);
            }

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

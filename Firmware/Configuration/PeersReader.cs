using DroneLink.Firmware.Peers;

namespace DroneLink.Firmware.Configuration
{
    /// <summary>Reads and checks the object <c>peers</c>.</summary>
    public static class PeersReader
    {
        private const int CentimetresPerMetre = 100;

        /// <summary>Reads it.</summary>
        /// <param name="root">The whole file.</param>
        /// <param name="configuration">Is filled in; its role and its broker are read already.</param>
        public static void Read(ConfigurationSection root, DeviceConfiguration configuration)
        {
            ConfigurationSection section = root.Section("peers");
            if (!section.IsPresent)
            {
                return;
            }

            PeerOptions options = new PeerOptions();
            options.BeaconMs = section.Number("beaconMs", options.BeaconMs, 250, 10000);
            options.ConflictCm = CentimetresPerMetre * section.Number("conflictMetres", options.ConflictCm / CentimetresPerMetre, 1, 1000);
            options.TooCloseCm = CentimetresPerMetre * section.Number("tooCloseMetres", options.TooCloseCm / CentimetresPerMetre, 0, 1000);
            options.HorizonMs = 1000 * section.Number("horizonS", options.HorizonMs / 1000, 1, 300);
            options.StaleMs = section.Number("staleMs", options.StaleMs, 1000, 60000);
            options.UseUdp = section.Flag("udp", true);
            ReadUdp(section, options);
            section.Finish();
            if (options.StaleMs <= options.BeaconMs)
            {
                section.Wrong("staleMs", options.StaleMs, "more than beaconMs: whoever is silent for no longer than that may be well");
            }

            if (!options.UseUdp && !configuration.Uplink.UseMqtt)
            {
                section.Wrong("udp", false, "true, or an object 'mqtt': over what should the drones hear each other?");
            }

            if (configuration.Role == DeviceConfiguration.GroundReceiverRole)
            {
                root.Wrong("role", configuration.Role, "drone or bench with an object 'peers': a ground receiver does not fly");
            }

            configuration.Peers = options;
        }

        private static void ReadUdp(ConfigurationSection section, PeerOptions options)
        {
            options.Group = section.Text("group", options.Group, 7, 15);
            options.Port = section.Number("port", options.Port, 1024, 65535);
            if (!IsMulticast(options.Group))
            {
                section.Wrong("group", options.Group, "an IPv4 multicast group, 224.0.0.0 to 239.255.255.255");
            }

            // A key without UDP is not wrong: it waits for it.
            if (options.UseUdp || section.Has("beaconKey"))
            {
                options.BeaconKey = section.Secret("beaconKey", PeerKeys.KeyBytes);
            }
        }

        private static bool IsMulticast(string text)
        {
            string[] parts = text.Split('.');
            if (parts.Length != 4)
            {
                return false;
            }

            for (int i = 0; i < parts.Length; i++)
            {
                int value = ToByte(parts[i]);
                if (value < 0 || (i == 0 && (value < 224 || value > 239)))
                {
                    return false;
                }
            }

            return true;
        }

        // -1 for what is no number of 0 to 255 without a zero before it.
        private static int ToByte(string text)
        {
            if (text.Length == 0 || text.Length > 3 || (text.Length > 1 && text[0] == '0'))
            {
                return -1;
            }

            int value = 0;
            for (int i = 0; i < text.Length; i++)
            {
                if (text[i] < '0' || text[i] > '9')
                {
                    return -1;
                }

                value = (10 * value) + text[i] - '0';
            }

            return value > 255 ? -1 : value;
        }
    }
}

using System.Collections;
using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.Storage;

namespace DroneLink.Firmware
{
    /// <summary>What a device is told: the file that it was provisioned with, and over it what commands have set.</summary>
    public sealed class DeviceSettings
    {
        private DeviceSettings(Hashtable file, SettingsOverlay overlay)
        {
            File = file;
            Overlay = overlay;
        }

        /// <summary>The file, as <see cref="ConfigurationReader.Parse"/> returned it.</summary>
        public Hashtable File { get; }

        /// <summary>What commands have set.</summary>
        public SettingsOverlay Overlay { get; }

        /// <summary>Both together; the file alone where what was set does not fit it.</summary>
        public Hashtable Effective { get; private set; }

        /// <summary>What the bootstrap takes from that.</summary>
        public DeviceConfiguration Configuration { get; private set; }

        /// <summary>Whether settings of commands are in effect.</summary>
        public bool HasOverlay => Effective != File;

        /// <summary>Reads them.</summary>
        /// <param name="json">Text of the file.</param>
        /// <param name="store">Where settings of commands are kept. Borrowed.</param>
        /// <param name="errors">Takes a text for every wrong value of the file.</param>
        /// <returns>The settings; null when the file is wrong.</returns>
        public static DeviceSettings Read(string json, ISegmentStore store, ArrayList errors)
        {
            Hashtable file = ConfigurationReader.Parse(json, errors);
            if (file == null)
            {
                return null;
            }

            DeviceConfiguration configuration = ConfigurationReader.Read(file, errors);
            return configuration == null ? null : Make(file, configuration, new SettingsOverlay(store));
        }

        /// <summary>Makes settings of a configuration that was read already, and of no file.</summary>
        /// <param name="configuration">The configuration.</param>
        /// <param name="store">Where settings of commands are kept. Borrowed.</param>
        public static DeviceSettings Of(DeviceConfiguration configuration, ISegmentStore store)
        {
            Hashtable none = new Hashtable();
            return new DeviceSettings(none, new SettingsOverlay(store)) { Effective = none, Configuration = configuration };
        }

        /// <summary>Leaves what commands have set out of this boot: what runs cannot live with it.</summary>
        public void DropOverlay()
        {
            Effective = File;
        }

        private static DeviceSettings Make(Hashtable file, DeviceConfiguration configuration, SettingsOverlay overlay)
        {
            DeviceSettings settings = new DeviceSettings(file, overlay) { Effective = file, Configuration = configuration };
            if (overlay.Count > 0)
            {
                // Somebody may have provisioned it anew meanwhile, so that they do not go together any more.
                Hashtable merged = overlay.Over(file);
                DeviceConfiguration both = ConfigurationReader.Read(merged, new ArrayList());
                if (both != null)
                {
                    settings.Effective = merged;
                    settings.Configuration = both;
                }
            }

            return settings;
        }
    }
}

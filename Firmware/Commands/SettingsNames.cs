namespace DroneLink.Firmware.Commands
{
    /// <summary>Which settings a command may change.</summary>
    public static class SettingsNames
    {
        private const int MaxLength = 64;

        // Who the device is, how it is reached, and what its flash is laid out by: a wrong one of these is a walk to the device.
        private static readonly string[] Refused =
        {
            "deviceId", "fleetId", "key", "role", "linkId", "wifi", "mqtt", "https", "uplink", "ota", "peers", "storageKb", "timeServer", "recorder.segments",
        };

        // Objects that are no part, and may be left out of the file while they have settings.
        private static readonly string[] Creatable = { "recorder", "place", "i2c" };

        /// <summary>Says why a setting may not be changed; null when it may.</summary>
        /// <param name="name">Its full name.</param>
        public static string Refuse(string name)
        {
            if (name.Length == 0 || name.Length > MaxLength || !IsName(name))
            {
                return "'" + (name.Length > MaxLength ? name.Substring(0, MaxLength) : name) + "' is no name of a setting";
            }

            for (int i = 0; i < Refused.Length; i++)
            {
                if (name == Refused[i] || name.StartsWith(Refused[i] + "."))
                {
                    return "'" + name + "' could cut the device off; change it in " + Configuration.DeviceConfiguration.FileName + ", by cable";
                }
            }

            return null;
        }

        /// <summary>Whether an object is made where the file has none.</summary>
        public static bool MayCreate(string name)
        {
            for (int i = 0; i < Creatable.Length; i++)
            {
                if (Creatable[i] == name)
                {
                    return true;
                }
            }

            return false;
        }

        private static bool IsName(string name)
        {
            bool isStart = true;
            for (int i = 0; i < name.Length; i++)
            {
                char c = name[i];
                bool isPlain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
                if (!isPlain && (c != '.' || isStart))
                {
                    return false;
                }

                isStart = c == '.';
            }

            return !isStart;
        }
    }
}

using System;
using System.Collections;
using System.Text;
using DroneLink.Firmware.Storage;
using nanoFramework.Json;

namespace DroneLink.Firmware.Configuration
{
    /// <summary>
    /// Settings that commands have set, by their full names such as <c>transmitter.powerMw</c>: they take the place of the file's own, through restarts and power
    /// cuts, until they are taken back. JSON of at most 2 KB, in two files written in turn.
    /// </summary>
    public sealed class SettingsOverlay
    {
        /// <summary>Bytes of JSON at the most.</summary>
        public const int MaxBytes = 2048;

        private const string FileName = "overlay";

        // What could cut the device off, or make it another one: those are provisioned.
        private static readonly string[] Untouchable = { "deviceId", "fleetId", "key", "role", "linkId", "wifi", "mqtt", "https", "uplink", "ota", "storageKb", "peers" };

        private readonly AlternatingFile _file;
        private Hashtable _settings = new Hashtable();

        /// <summary>Reads what was set.</summary>
        /// <param name="store">Where its two files are. Borrowed.</param>
        public SettingsOverlay(ISegmentStore store)
        {
            _file = new AlternatingFile(store, FileName, 1 + (MaxBytes / 4));
            if (_file.Load())
            {
                Load();
            }
        }

        /// <summary>Settings in it.</summary>
        public int Count => _settings.Count;

        /// <summary>Returns a configuration file with these settings in it. The file stays as it is.</summary>
        /// <param name="file">What <see cref="ConfigurationReader.Parse"/> returned.</param>
        public Hashtable Over(Hashtable file)
        {
            return Over(file, _settings);
        }

        /// <summary>Returns a configuration file with these settings and others in it.</summary>
        /// <param name="file">What <see cref="ConfigurationReader.Parse"/> returned.</param>
        /// <param name="more">Settings by their full names, which go first.</param>
        public Hashtable OverWith(Hashtable file, Hashtable more)
        {
            return Over(Over(file, _settings), more);
        }

        /// <summary>Says which of some settings no command may set.</summary>
        /// <param name="settings">Settings by their full names.</param>
        /// <returns>Its name; null when all may be set.</returns>
        public static string FindUntouchable(Hashtable settings)
        {
            foreach (object key in settings.Keys)
            {
                string name = (string)key;
                int dot = name.IndexOf('.');
                string first = dot < 0 ? name : name.Substring(0, dot);
                for (int i = 0; i < Untouchable.Length; i++)
                {
                    if (first == Untouchable[i])
                    {
                        return name;
                    }
                }
            }

            return null;
        }

        /// <summary>Adds settings, on flash.</summary>
        /// <param name="more">Settings by their full names: texts, whole numbers, true or false.</param>
        /// <returns>False when there is no room for them, or the flash refused: then nothing is changed.</returns>
        public bool TryAdd(Hashtable more)
        {
            Hashtable all = new Hashtable();
            Copy(_settings, all);
            Copy(more, all);
            return TrySave(all);
        }

        /// <summary>Takes all settings back, on flash.</summary>
        public bool TryClear()
        {
            return TrySave(new Hashtable());
        }

        private static void Copy(Hashtable from, Hashtable to)
        {
            foreach (object key in from.Keys)
            {
                to[key] = from[key];
            }
        }

        private static Hashtable Over(Hashtable file, Hashtable settings)
        {
            Hashtable merged = Clone(file);
            foreach (object key in settings.Keys)
            {
                string name = (string)key;
                Hashtable section = merged;
                int dot;
                while ((dot = name.IndexOf('.')) >= 0)
                {
                    string first = name.Substring(0, dot);
                    name = name.Substring(dot + 1);
                    Hashtable next = section[first] as Hashtable;
                    if (next == null)
                    {
                        next = new Hashtable();
                        section[first] = next;
                    }

                    section = next;
                }

                section[name] = settings[key];
            }

            return merged;
        }

        private static Hashtable Clone(Hashtable table)
        {
            Hashtable clone = new Hashtable();
            foreach (object key in table.Keys)
            {
                Hashtable section = table[key] as Hashtable;
                clone[key] = section == null ? table[key] : Clone(section);
            }

            return clone;
        }

        private void Load()
        {
            int count = (int)_file.Values[0];
            if (count <= 0 || count > MaxBytes)
            {
                return;
            }

            byte[] bytes = new byte[count];
            for (int i = 0; i < count; i++)
            {
                bytes[i] = (byte)(_file.Values[1 + (i / 4)] >> (8 * (i % 4)));
            }

            try
            {
                Hashtable settings = JsonConvert.DeserializeObject(Encoding.UTF8.GetString(bytes, 0, count), typeof(Hashtable)) as Hashtable;
                _settings = settings == null ? _settings : settings;
            }
            catch (Exception)
            {
                // Its CRC held, so it was written so: then nothing is set.
            }
        }

        private bool TrySave(Hashtable settings)
        {
            byte[] json = Encoding.UTF8.GetBytes(Write(settings));
            if (json.Length > MaxBytes)
            {
                return false;
            }

            uint[] values = _file.Values;
            uint[] before = new uint[values.Length];
            Array.Copy(values, 0, before, 0, values.Length);
            Array.Clear(values, 0, values.Length);
            values[0] = (uint)json.Length;
            for (int i = 0; i < json.Length; i++)
            {
                values[1 + (i / 4)] |= (uint)json[i] << (8 * (i % 4));
            }

            if (!_file.TrySave())
            {
                Array.Copy(before, 0, values, 0, values.Length);
                return false;
            }

            _settings = settings;
            return true;
        }

        private static string Write(Hashtable settings)
        {
            StringBuilder json = new StringBuilder("{");
            foreach (object key in settings.Keys)
            {
                object value = settings[key];
                json.Append(json.Length > 1 ? ",\"" : "\"");
                json.Append((string)key);
                json.Append("\":");
                json.Append(value is string ? "\"" + (string)value + "\"" : value is bool ? ((bool)value ? "true" : "false") : value.ToString());
            }

            return json.Append("}").ToString();
        }
    }
}

using System.Collections;
using System.Text;
using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Uplink;

namespace DroneLink.Firmware.Commands
{
    /// <summary>
    /// Settings that commands have changed, on flash, and laid over those of the configuration file at each start. They are checked as a whole before they are kept:
    /// a wrong one changes nothing.
    /// </summary>
    public sealed class SettingsOverlay
    {
        /// <summary>Bytes of their text at the most.</summary>
        public const int MaxBytes = 2048;

        private const string FileName = "settings";

        private readonly AlternatingBlock _file;
        private readonly Hashtable _base;
        private Hashtable _changes = new Hashtable();

        /// <summary>Reads what is on flash.</summary>
        /// <param name="store">The flash.</param>
        /// <param name="settings">The configuration file, as <see cref="ConfigurationReader.Parse"/> returned it. Borrowed; it stays as it is.</param>
        public SettingsOverlay(ISegmentStore store, Hashtable settings)
        {
            _base = settings;
            _file = new AlternatingBlock(store, FileName, MaxBytes);
            if (_file.Load())
            {
                Hashtable found = ConfigurationReader.Parse(Encoding.UTF8.GetString(_file.Buffer, AlternatingBlock.Start, _file.Count), new ArrayList());
                _changes = found == null ? _changes : found;
            }
        }

        /// <summary>For people: that the changes are ignored, and why. Null while all is well.</summary>
        public string Problem { get; private set; }

        /// <summary>Takes nothing of what is on flash into account, until the next change, which replaces it.</summary>
        /// <param name="reason">Why.</param>
        /// <param name="console">Takes a line. Borrowed.</param>
        public void Ignore(string reason, ILinkBoard console)
        {
            _changes = new Hashtable();
            Problem = "settings: what commands have changed is ignored, it does not fit the file: " + reason;
            console.Log(Problem);
        }

        /// <summary>Lays the changes over the file. They are ignored where the whole is not right any more: the file may be another one.</summary>
        /// <param name="configuration">What the bootstrap takes from the file.</param>
        /// <param name="console">Takes a line where they are ignored. Borrowed.</param>
        /// <param name="settings">The settings to start with; those of the file itself where nothing is changed.</param>
        /// <returns>What the bootstrap takes from these.</returns>
        public DeviceConfiguration Apply(DeviceConfiguration configuration, ILinkBoard console, out Hashtable settings)
        {
            settings = _base;
            if (_changes.Count == 0)
            {
                return configuration;
            }

            ArrayList errors = new ArrayList();
            Hashtable whole = Merge(_changes, errors);
            DeviceConfiguration changed = errors.Count > 0 ? null : ConfigurationReader.Read(whole, errors);
            if (changed == null)
            {
                Ignore((string)errors[0], console);
                return configuration;
            }

            settings = whole;
            return changed;
        }

        /// <summary>Changes settings, once the whole was checked. They take effect at the next start.</summary>
        /// <param name="changes">Values by full name.</param>
        /// <param name="check">Checks the whole.</param>
        /// <returns>What is wrong, and then nothing is changed; null when it is durable.</returns>
        public string TryChange(Hashtable changes, SettingsCheck check)
        {
            foreach (object name in changes.Keys)
            {
                string problem = SettingsNames.Refuse((string)name);
                if (problem == null && !SettingsText.IsValue(changes[name]))
                {
                    problem = "'" + (string)name + "' is no value; expected a text in ASCII, a number, true or false";
                }

                if (problem != null)
                {
                    return problem;
                }
            }

            Hashtable wanted = new Hashtable();
            Add(_changes, wanted);
            Add(changes, wanted);
            ArrayList errors = new ArrayList();
            Hashtable whole = Merge(wanted, errors);
            if (errors.Count == 0)
            {
                check(whole, errors);
            }

            return errors.Count > 0 ? (string)errors[0] : Save(wanted);
        }

        /// <summary>Goes back to the file alone, at the next start.</summary>
        /// <returns>What is wrong; null when it is durable.</returns>
        public string TryReset()
        {
            return Save(new Hashtable());
        }

        private static void Add(Hashtable from, Hashtable to)
        {
            foreach (object name in from.Keys)
            {
                to[name] = from[name];
            }
        }

        private static Hashtable Copy(Hashtable table)
        {
            Hashtable copy = new Hashtable();
            foreach (object name in table.Keys)
            {
                object value = table[name];
                copy[name] = value is Hashtable ? Copy((Hashtable)value) : value;
            }

            return copy;
        }

        private string Save(Hashtable changes)
        {
            byte[] text = Encoding.UTF8.GetBytes(SettingsText.Write(changes));
            if (text.Length > MaxBytes)
            {
                return "the settings that were changed have " + text.Length.ToString() + " bytes; expected at most " + MaxBytes.ToString() + ". Put them into the file instead";
            }

            System.Array.Copy(text, 0, _file.Buffer, AlternatingBlock.Start, text.Length);
            if (!_file.TrySave(text.Length))
            {
                return "the flash refused it";
            }

            _changes = changes;
            return null;
        }

        private Hashtable Merge(Hashtable changes, ArrayList errors)
        {
            Hashtable whole = Copy(_base);
            foreach (object name in changes.Keys)
            {
                Put(whole, (string)name, changes[name], errors);
            }

            return whole;
        }

        // What a part is connected to is known where it is: a setting of one that the file does not have would make it up.
        private static void Put(Hashtable whole, string name, object value, ArrayList errors)
        {
            Hashtable table = whole;
            int start = 0;
            int dot;
            while ((dot = name.IndexOf('.', start)) >= 0)
            {
                string part = name.Substring(start, dot - start);
                if (table[part] == null && start == 0 && SettingsNames.MayCreate(part))
                {
                    table[part] = new Hashtable();
                }

                table = table[part] as Hashtable;
                if (table == null)
                {
                    errors.Add("config: '" + name + "' is of an object that " + DeviceConfiguration.FileName + " does not have");
                    return;
                }

                start = dot + 1;
            }

            table[name.Substring(start)] = value;
        }
    }
}

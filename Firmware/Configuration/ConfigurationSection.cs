using System.Collections;
using DroneLink.Firmware.Cryptography;

namespace DroneLink.Firmware.Configuration
{
    /// <summary>
    /// One object of the configuration file. Reads values with their ranges, and notes every wrong one, and every name that is no
    /// setting, in words that say what is expected.
    /// </summary>
    public sealed class ConfigurationSection
    {
        private readonly Hashtable _values;
        private readonly string _prefix;
        private readonly ArrayList _errors;
        private readonly ArrayList _known = new ArrayList();

        /// <summary>Wraps an object.</summary>
        /// <param name="values">Names and values, as nanoFramework.Json gives them; null for an absent object.</param>
        /// <param name="prefix">Stands before each name in an error, for example <c>mqtt.</c>.</param>
        /// <param name="errors">Takes the errors. Borrowed.</param>
        public ConfigurationSection(Hashtable values, string prefix, ArrayList errors)
        {
            _values = values;
            _prefix = prefix;
            _errors = errors;
        }

        /// <summary>Whether the file has this object.</summary>
        public bool IsPresent => _values != null;

        /// <summary>Returns whether the file has a setting of this name.</summary>
        public bool Has(string name)
        {
            return _values != null && _values.Contains(name);
        }

        /// <summary>Returns the object of a name, absent when the file has none.</summary>
        public ConfigurationSection Section(string name)
        {
            object value = Take(name);
            Hashtable table = value as Hashtable;
            if (value != null && table == null)
            {
                Wrong(name, value, "an object");
            }

            return new ConfigurationSection(table, _prefix + name + ".", _errors);
        }

        /// <summary>Returns a text.</summary>
        /// <param name="name">Its name.</param>
        /// <param name="fallback">Its value when the file has none; null when it is required.</param>
        /// <param name="minLength">Characters at the least.</param>
        /// <param name="maxLength">Characters at the most.</param>
        public string Text(string name, string fallback, int minLength, int maxLength)
        {
            object value = Take(name);
            if (value == null && fallback != null)
            {
                return fallback;
            }

            string text = value as string;
            if (text == null || text.Length < minLength || text.Length > maxLength)
            {
                Wrong(name, value, "a text of " + minLength.ToString() + " to " + maxLength.ToString() + " characters");
                return "";
            }

            return text;
        }

        /// <summary>Returns an id: 1 to 32 characters of <c>A-Z a-z 0-9 . _ -</c>.</summary>
        /// <param name="name">Its name.</param>
        /// <param name="fallback">Its value when the file has none; null when it is required.</param>
        public string Id(string name, string fallback)
        {
            object value = Take(name);
            if (value == null && fallback != null)
            {
                return fallback;
            }

            string text = value as string;
            if (text == null || !IsId(text))
            {
                Wrong(name, value, "1 to 32 characters of A-Z a-z 0-9 . _ -");
                return "";
            }

            return text;
        }

        /// <summary>Returns bytes given in hexadecimal; required. Its value stands in no error, since it is a secret.</summary>
        public byte[] Secret(string name, int bytes)
        {
            byte[] secret = Hex.TryDecode(Take(name) as string);
            if (secret == null || secret.Length != bytes)
            {
                _errors.Add("config: '" + _prefix + name + "' is missing or malformed; expected " + (2 * bytes).ToString() + " hexadecimal digits");
                return new byte[bytes];
            }

            return secret;
        }

        /// <summary>Returns a whole number.</summary>
        /// <param name="name">Its name.</param>
        /// <param name="fallback">Its value when the file has none.</param>
        /// <param name="min">The least that is allowed.</param>
        /// <param name="max">The most that is allowed.</param>
        public int Number(string name, int fallback, int min, int max)
        {
            object value = Take(name);
            if (value == null)
            {
                return fallback;
            }

            long number = value is int ? (int)value : value is long ? (long)value : long.MinValue;
            if (number < min || number > max)
            {
                Wrong(name, value, "a whole number, " + min.ToString() + " to " + max.ToString());
                return fallback;
            }

            return (int)number;
        }

        /// <summary>Returns an angle in degrees, whole or with decimals; required.</summary>
        /// <param name="name">Its name.</param>
        /// <param name="max">The most that is allowed, and negative the least.</param>
        /// <returns>1e-7 deg.</returns>
        public int Degrees(string name, int max)
        {
            object value = Take(name);
            double degrees = value is int ? (int)value : value is double ? (double)value : value is float ? (float)value : double.NaN;
            if (!(degrees >= -max && degrees <= max))
            {
                Wrong(name, value, "degrees, -" + max.ToString() + " to " + max.ToString());
                return 0;
            }

            return (int)((degrees * 1e7) + (degrees < 0 ? -0.5 : 0.5));
        }

        /// <summary>Returns one of several words; the first when the file has none.</summary>
        /// <param name="name">Its name.</param>
        /// <param name="words">What it may be.</param>
        public string Choice(string name, params string[] words)
        {
            object value = Take(name);
            if (value == null)
            {
                return words[0];
            }

            string expected = "";
            for (int i = 0; i < words.Length; i++)
            {
                if (words[i].Equals(value))
                {
                    return words[i];
                }

                expected += (i == 0 ? "" : i < words.Length - 1 ? ", " : " or ") + words[i];
            }

            Wrong(name, value, expected);
            return words[0];
        }

        /// <summary>Returns true or false.</summary>
        /// <param name="name">Its name.</param>
        /// <param name="fallback">Its value when the file has none.</param>
        public bool Flag(string name, bool fallback)
        {
            object value = Take(name);
            if (value == null)
            {
                return fallback;
            }

            if (!(value is bool))
            {
                Wrong(name, value, "true or false");
                return fallback;
            }

            return (bool)value;
        }

        /// <summary>Notes that a value is wrong in a way that its type does not say.</summary>
        public void Wrong(string name, object value, string expected)
        {
            string given = value == null ? "is missing" : "is " + Describe(value);
            _errors.Add("config: '" + _prefix + name + "' " + given + "; expected " + expected);
        }

        /// <summary>Notes every name that is no setting. Call it after the last value is read.</summary>
        public void Finish()
        {
            if (_values == null)
            {
                return;
            }

            foreach (object key in _values.Keys)
            {
                if (!_known.Contains(key))
                {
                    _errors.Add("config: '" + _prefix + (string)key + "' is not a setting; expected one of " + KnownNames());
                }
            }
        }

        /// <summary>Whether a text is 1 to 32 of <c>A-Z a-z 0-9 . _ -</c>.</summary>
        public static bool IsId(string text)
        {
            if (text.Length == 0 || text.Length > 32)
            {
                return false;
            }

            for (int i = 0; i < text.Length; i++)
            {
                char c = text[i];
                if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-'))
                {
                    return false;
                }
            }

            return true;
        }

        private static string Describe(object value)
        {
            if (value is string)
            {
                string text = (string)value;
                return "\"" + (text.Length > 40 ? text.Substring(0, 40) + "..." : text) + "\"";
            }

            return value is Hashtable ? "an object" : value is ArrayList ? "a list" : value is bool ? ((bool)value ? "true" : "false") : value.ToString();
        }

        private object Take(string name)
        {
            _known.Add(name);
            return _values == null ? null : _values[name];
        }

        private string KnownNames()
        {
            string names = "";
            for (int i = 0; i < _known.Count; i++)
            {
                names += (i == 0 ? "" : " ") + (string)_known[i];
            }

            return names;
        }
    }
}

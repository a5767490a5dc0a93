using System.Collections;

namespace DroneLink.Firmware.Commands
{
    /// <summary>Settings by their full names, as JSON: <c>{"transmitter.powerMw":25}</c>.</summary>
    public static class SettingsText
    {
        private const long Decimals = 10000000;

        /// <summary>Whether a value can be one of a setting.</summary>
        public static bool IsValue(object value)
        {
            return value is string ? IsPrintable((string)value) : value is bool || value is int || value is long || IsNumber(value);
        }

        /// <summary>Writes settings.</summary>
        /// <param name="settings">Values of which <see cref="IsValue"/> is true. Numbers that are not whole keep 7 decimals, which is what angles are read to.</param>
        public static string Write(Hashtable settings)
        {
            string text = "";
            foreach (object name in settings.Keys)
            {
                text += (text.Length == 0 ? "{\"" : ",\"") + (string)name + "\":" + ValueOf(settings[name]);
            }

            return text.Length == 0 ? "{}" : text + "}";
        }

        private static string ValueOf(object value)
        {
            if (value is string)
            {
                return "\"" + Escape((string)value) + "\"";
            }

            if (value is bool)
            {
                return (bool)value ? "true" : "false";
            }

            return value is int || value is long ? value.ToString() : Fraction(value is float ? (float)value : (double)value);
        }

        // What double.ToString gives differs from one runtime to the next.
        private static string Fraction(double value)
        {
            bool isNegative = value < 0;
            long scaled = (long)(((isNegative ? -value : value) * Decimals) + 0.5);
            string decimals = (Decimals + (scaled % Decimals)).ToString().Substring(1);
            return (isNegative ? "-" : "") + (scaled / Decimals).ToString() + "." + decimals;
        }

        private static bool IsNumber(object value)
        {
            double number = value is double ? (double)value : value is float ? (float)value : double.NaN;
            return number > -1e9 && number < 1e9;
        }

        private static string Escape(string text)
        {
            string escaped = "";
            for (int i = 0; i < text.Length; i++)
            {
                escaped += text[i] == '"' || text[i] == '\\' ? "\\" + text[i].ToString() : text[i].ToString();
            }

            return escaped;
        }

        private static bool IsPrintable(string text)
        {
            for (int i = 0; i < text.Length; i++)
            {
                if (text[i] < ' ' || text[i] > '~')
                {
                    return false;
                }
            }

            return true;
        }
    }
}

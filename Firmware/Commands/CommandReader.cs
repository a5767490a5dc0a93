using System;
using System.Collections;
using System.Text;
using DroneLink.Firmware.Configuration;
using nanoFramework.Json;

namespace DroneLink.Firmware.Commands
{
    /// <summary>Reads the message that a command comes in. Whatever is in it, nothing throws.</summary>
    public static class CommandReader
    {
        /// <summary>Bytes of a message at the most.</summary>
        public const int MaxBytes = 1024;

        // The message, and its parameters: deeper ones could only be meant to use up the stack of whoever reads them.
        private const int MaxDepth = 2;

        /// <summary>Reads a message.</summary>
        /// <param name="buffer">Holds it. Borrowed for the call.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">Its bytes.</param>
        /// <returns>The command; null when it is none, or has no id or expiry: then nobody could be answered.</returns>
        public static Command Read(byte[] buffer, int offset, int count)
        {
            if (count > MaxBytes || !IsFlat(buffer, offset, count))
            {
                return null;
            }

            Hashtable values = null;
            try
            {
                values = JsonConvert.DeserializeObject(Encoding.UTF8.GetString(buffer, offset, count), typeof(Hashtable)) as Hashtable;
            }
            catch (Exception)
            {
                // Several types of exception come out of nanoFramework.Json for what is not JSON.
            }

            if (values == null)
            {
                return null;
            }

            string id = values["id"] as string;
            uint expires = Seconds(values["expires"]);
            if (id == null || !ConfigurationSection.IsId(id) || expires == 0)
            {
                return null;
            }

            object parameters = values["parameters"];
            Hashtable table = parameters as Hashtable;
            string name = parameters != null && table == null ? null : values["command"] as string;
            return new Command(id, name == null ? "" : name, expires, table == null ? new Hashtable() : table);
        }

        private static uint Seconds(object value)
        {
            long seconds = value is int ? (int)value : value is long ? (long)value : 0;
            return seconds > 0 && seconds <= uint.MaxValue ? (uint)seconds : 0;
        }

        private static bool IsFlat(byte[] buffer, int offset, int count)
        {
            int depth = 0;
            bool isText = false;
            for (int i = offset; i < offset + count; i++)
            {
                byte b = buffer[i];
                if (b > 126)
                {
                    return false;
                }

                if (isText)
                {
                    i += b == '\\' ? 1 : 0;
                    isText = b != '"';
                    continue;
                }

                isText = b == '"';
                depth += b == '{' || b == '[' ? 1 : b == '}' || b == ']' ? -1 : 0;
                if (depth > MaxDepth)
                {
                    return false;
                }
            }

            return true;
        }
    }
}

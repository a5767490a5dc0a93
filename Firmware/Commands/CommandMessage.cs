using System;
using System.Collections;
using System.Text;
using nanoFramework.Json;

namespace DroneLink.Firmware.Commands
{
    /// <summary>A command as it comes in: CloudSdk/Commands/README.md has the format.</summary>
    public sealed class CommandMessage
    {
        /// <summary>Bytes of a message at the most.</summary>
        public const int MaxBytes = 1024;

        /// <summary>Characters of an id at the most.</summary>
        public const int MaxIdLength = 32;

        private CommandMessage()
        {
        }

        /// <summary>Names the command among those of its device, 1 to 32 characters of <c>A-Z a-z 0-9 . _ -</c>.</summary>
        public string Id { get; private set; }

        /// <summary>What is to be done.</summary>
        public string Command { get; private set; }

        /// <summary>From when on it must not be begun, seconds since 1970.</summary>
        public long Expires { get; private set; }

        /// <summary>With what.</summary>
        public Hashtable Parameters { get; private set; }

        /// <summary>Reads a message.</summary>
        /// <returns>The command; null when it is none.</returns>
        public static CommandMessage Read(byte[] payload, int offset, int count)
        {
            if (count < 2 || count > MaxBytes)
            {
                return null;
            }

            Hashtable values = null;
            try
            {
                values = JsonConvert.DeserializeObject(Encoding.UTF8.GetString(payload, offset, count), typeof(Hashtable)) as Hashtable;
            }
            catch (Exception)
            {
                // nanoFramework.Json says neither what is wrong nor where; several types of exception come out of it.
            }

            if (values == null || !(values["command"] is string) || !IsId(values["id"] as string))
            {
                return null;
            }

            object expires = values["expires"];
            if (!(expires is int) && !(expires is long))
            {
                return null;
            }

            Hashtable parameters = values["parameters"] as Hashtable;
            return new CommandMessage
            {
                Id = (string)values["id"],
                Command = (string)values["command"],
                Expires = expires is int ? (int)expires : (long)expires,
                Parameters = parameters == null ? new Hashtable() : parameters,
            };
        }

        private static bool IsId(string text)
        {
            if (text == null || text.Length == 0 || text.Length > MaxIdLength)
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
    }
}

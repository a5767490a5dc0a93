using System.Collections;

namespace DroneLink.Firmware.Commands
{
    /// <summary>One command, as it came in.</summary>
    public sealed class Command
    {
        /// <summary>What <see cref="Number"/> returns where there is no such parameter.</summary>
        public const int Absent = int.MinValue;

        /// <summary>Creates a command.</summary>
        /// <param name="id">1 to 32 of <c>A-Z a-z 0-9 . _ -</c>.</param>
        /// <param name="name">What to do; empty when that cannot be read.</param>
        /// <param name="expires">Unix seconds.</param>
        /// <param name="parameters">By name. Kept.</param>
        public Command(string id, string name, uint expires, Hashtable parameters)
        {
            Id = id;
            Name = name;
            Expires = expires;
            Parameters = parameters;
        }

        /// <summary>1 to 32 of <c>A-Z a-z 0-9 . _ -</c>: the same id is the same command.</summary>
        public string Id { get; }

        /// <summary>What to do; empty when that could not be read.</summary>
        public string Name { get; }

        /// <summary>Nothing is begun at or after this, Unix seconds.</summary>
        public uint Expires { get; }

        /// <summary>By name; empty where there are none.</summary>
        public Hashtable Parameters { get; }

        /// <summary>Whether there is such a parameter.</summary>
        public bool Has(string name)
        {
            return Parameters[name] != null;
        }

        /// <summary>Returns a whole number, or <see cref="Absent"/> when there is none of that name, it is something else, or out of range.</summary>
        /// <param name="name">Its name.</param>
        /// <param name="min">The least that is allowed.</param>
        /// <param name="max">The most that is allowed.</param>
        public int Number(string name, int min, int max)
        {
            object value = Parameters[name];
            return value is int && (int)value >= min && (int)value <= max ? (int)value : Absent;
        }
    }
}

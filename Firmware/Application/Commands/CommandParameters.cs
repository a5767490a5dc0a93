using System.Collections;

namespace DroneLink.Firmware.Application.Commands
{
    /// <summary>Reads the parameters of a command, which come from outside.</summary>
    internal static class CommandParameters
    {
        /// <summary>What is returned when there is none of that name.</summary>
        public const int Absent = -1;

        /// <summary>What is returned when it is no whole number within its range.</summary>
        public const int Wrong = -2;

        /// <summary>Returns a whole number, <see cref="Absent"/> or <see cref="Wrong"/>.</summary>
        /// <param name="parameters">The parameters.</param>
        /// <param name="name">Its name.</param>
        /// <param name="min">The least that is allowed, 0 or more.</param>
        /// <param name="max">The most that is allowed.</param>
        public static int Number(Hashtable parameters, string name, int min, int max)
        {
            object value = parameters[name];
            if (value == null)
            {
                return Absent;
            }

            return value is int && (int)value >= min && (int)value <= max ? (int)value : Wrong;
        }
    }
}

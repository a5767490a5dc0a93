using System;

namespace DroneLink.Drivers
{
    /// <summary>Checks options where they are taken over.</summary>
    internal static class OptionRange
    {
        /// <summary>Returns the value.</summary>
        /// <exception cref="ArgumentException">It is out of range; the message has name, value and range.</exception>
        public static int Check(int value, int min, int max, string name)
        {
            if (value < min || value > max)
            {
                throw new ArgumentException(name + " " + value + ": expected " + min + " to " + max);
            }

            return value;
        }
    }
}

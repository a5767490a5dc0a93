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

        /// <summary>Returns a copy of values that rise, from 1 on.</summary>
        /// <exception cref="ArgumentException">They are too few, too many, do not rise, or one is out of range; the message says which.</exception>
        public static int[] CheckRising(int[] values, int fewest, int most, int max, string name)
        {
            if (values == null || values.Length < fewest || values.Length > most)
            {
                throw new ArgumentException(name + ": expected " + (fewest == most ? "" : fewest + " to ") + most);
            }

            int[] copy = new int[values.Length];
            int least = 1;
            for (int index = 0; index < copy.Length; index++)
            {
                copy[index] = Check(values[index], least, max, name);
                least = copy[index] + 1;
            }

            return copy;
        }
    }
}

using System;

namespace DroneLink.Firmware.VideoLink
{
    /// <summary>
    /// Frequencies that a device is told to stay within. A plan says where in the spectrum something is and nothing more: it is no
    /// permission. Whether, with what power and with which licence a transmitter may be used there is for the law of the place.
    /// </summary>
    public sealed class RegionPlan
    {
        /// <summary>Nothing is checked.</summary>
        public const string NoneName = "none";

        /// <summary>Centres within the ISM band, 5725..5875 MHz.</summary>
        public const string IsmName = "ism";

        /// <summary>The whole occupied width within the ISM band: 9 MHz to either side, analog video being some 17 MHz wide.</summary>
        public const string IsmNarrowName = "ismNarrow";

        /// <summary>The whole occupied width within 5725..5850 MHz, where some rules end.</summary>
        public const string Narrow5850Name = "narrow5850";

        /// <summary>Half of what an analog transmission occupies, rounded up, MHz.</summary>
        public const int HalfWidthMhz = 9;

        private const int IsmLowMhz = 5725;
        private const int IsmHighMhz = 5875;
        private const int LowerHighMhz = 5850;

        private readonly int _lowMhz;
        private readonly int _highMhz;

        private RegionPlan(string name, int lowMhz, int highMhz)
        {
            Name = name;
            _lowMhz = lowMhz;
            _highMhz = highMhz;
        }

        /// <summary>Its name in the configuration.</summary>
        public string Name { get; }

        /// <summary>Returns the plan of a name.</summary>
        /// <exception cref="ArgumentException">There is none; the message has those that there are.</exception>
        public static RegionPlan Named(string name)
        {
            switch (name)
            {
                case NoneName:
                    return new RegionPlan(name, int.MinValue, int.MaxValue);
                case IsmName:
                    return new RegionPlan(name, IsmLowMhz, IsmHighMhz);
                case IsmNarrowName:
                    return new RegionPlan(name, IsmLowMhz + HalfWidthMhz, IsmHighMhz - HalfWidthMhz);
                case Narrow5850Name:
                    return new RegionPlan(name, IsmLowMhz + HalfWidthMhz, LowerHighMhz - HalfWidthMhz);
                default:
                    throw new ArgumentException("Region " + name + ": expected none, ism, ismNarrow or narrow5850");
            }
        }

        /// <summary>Returns whether a centre frequency is within the plan.</summary>
        /// <param name="frequencyMhz">MHz.</param>
        public bool Allows(int frequencyMhz)
        {
            return frequencyMhz >= _lowMhz && frequencyMhz <= _highMhz;
        }
    }
}

using System;

namespace DroneLink.Firmware.Safety
{
    /// <summary>
    /// How far to stay away from a transmitting antenna. The limit is 10 W/m² over the whole body, for the general public (ICNIRP 2020; FCC
    /// 47 CFR 1.1310 has the same for 1.5 to 100 GHz, averaged over 30 minutes). Power density at a distance r in the far field is
    /// EIRP / (4 π r²), and four times that where the worst reflection doubles the field.
    /// </summary>
    public static class KeepOutAdvice
    {
        /// <summary>The least distance that is ever advised, mm: closer than that the formula does not hold for larger antennas.</summary>
        public const int LeastMm = 250;

        private const double LimitWattsPerSquareMetre = 10;
        private const double WorstReflection = 4;

        /// <summary>Returns the equivalent isotropically radiated power, mW.</summary>
        /// <param name="powerMw">Power into the antenna, mW.</param>
        /// <param name="antennaCentiDbi">Gain of the antenna, 0.01 dBi.</param>
        public static int EirpMw(int powerMw, int antennaCentiDbi)
        {
            return (int)((powerMw * Math.Pow(10, antennaCentiDbi / 1000.0)) + 0.5);
        }

        /// <summary>Returns the distance at which the limit is reached in the worst reflection, mm.</summary>
        /// <param name="powerMw">Power into the antenna, mW.</param>
        /// <param name="antennaCentiDbi">Gain of the antenna, 0.01 dBi.</param>
        public static int DistanceMm(int powerMw, int antennaCentiDbi)
        {
            double watts = powerMw * Math.Pow(10, antennaCentiDbi / 1000.0) / 1000;
            return (int)((1000 * Math.Sqrt(WorstReflection * watts / (4 * Math.PI * LimitWattsPerSquareMetre))) + 0.5);
        }

        /// <summary>Returns the advice in words.</summary>
        /// <param name="powerMw">Power into the antenna, mW.</param>
        /// <param name="antennaCentiDbi">Gain of the antenna, 0.01 dBi.</param>
        public static string Text(int powerMw, int antennaCentiDbi)
        {
            int limitMm = DistanceMm(powerMw, antennaCentiDbi);
            int adviceMm = limitMm < LeastMm ? LeastMm : limitMm;
            return "Keep " + ((adviceMm + 9) / 10).ToString() + " cm from the transmitting antenna: " + EirpMw(powerMw, antennaCentiDbi).ToString()
                + " mW EIRP reach 10 W/m2 at " + ((limitMm + 9) / 10).ToString() + " cm in the worst reflection";
        }
    }
}

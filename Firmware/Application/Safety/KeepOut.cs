using System;
using DroneLink.Firmware.VideoLink;

namespace DroneLink.Firmware.Safety
{
    /// <summary>
    /// Distance from a transmitting antenna beyond which the power density is below a limit: r = sqrt(EIRP x reflection / (4 pi
    /// S)), rounded up. It is far-field arithmetic, good from some 10 cm on, and advice: no measurement, and no statement that a
    /// law is kept.
    /// </summary>
    public static class KeepOut
    {
        /// <summary>
        /// 10 W/m2, mW/m2: general public, whole body, 30 min, 2 to 300 GHz (ICNIRP 2020); 1 mW/cm2 of FCC 47 CFR 1.1310 is the
        /// same.
        /// </summary>
        public const int PublicLimitMilliwatt = 10000;

        /// <summary>Reflection factor of free space, 0.01.</summary>
        public const int FreeSpace = 100;

        /// <summary>Reflection factor of typical ground, 0.01: 1.6 of field strength squared, as in OET-65.</summary>
        public const int TypicalGround = 256;

        /// <summary>Reflection factor of a perfect ground, 0.01: twice the field, four times the power.</summary>
        public const int WorstGround = 400;

        /// <summary>The least distance that is ever advised, mm: nearer than that the formula does not hold for larger antennas.</summary>
        public const int LeastAdviceMm = 250;

        private const double FourPi = 4 * Math.PI;

        /// <summary>Returns the distance at <see cref="PublicLimitMilliwatt"/>, mm, rounded up.</summary>
        /// <param name="eirpMilliwatt">Power in the main direction, see <see cref="LinkBudget.EirpMilliwatt"/>; 0 and below gives 0.</param>
        /// <param name="reflectionCenti">Reflection factor, 0.01; <see cref="WorstGround"/> is the safe choice.</param>
        public static int DistanceMm(int eirpMilliwatt, int reflectionCenti)
        {
            return DistanceMm(eirpMilliwatt, reflectionCenti, PublicLimitMilliwatt);
        }

        /// <summary>Returns the distance at a limit, mm, rounded up.</summary>
        /// <param name="eirpMilliwatt">Power in the main direction, mW; 0 and below gives 0.</param>
        /// <param name="reflectionCenti">Reflection factor, 0.01.</param>
        /// <param name="limitMilliwatt">Limit of the power density, mW/m2.</param>
        /// <exception cref="ArgumentOutOfRangeException">The factor is below <see cref="FreeSpace"/>, or the limit is below 1.</exception>
        public static int DistanceMm(int eirpMilliwatt, int reflectionCenti, int limitMilliwatt)
        {
            if (reflectionCenti < FreeSpace)
            {
                throw new ArgumentOutOfRangeException(nameof(reflectionCenti));
            }

            if (limitMilliwatt < 1)
            {
                throw new ArgumentOutOfRangeException(nameof(limitMilliwatt));
            }

            if (eirpMilliwatt <= 0)
            {
                return 0;
            }

            double squareMetres = eirpMilliwatt * (reflectionCenti / 100.0) / (FourPi * limitMilliwatt);
            return (int)Math.Ceiling(Math.Sqrt(squareMetres) * 1000);
        }

        /// <summary>Returns the advice for a transmitter in words: the public limit, the worst ground, and never less than <see cref="LeastAdviceMm"/>.</summary>
        /// <param name="powerMilliwatt">Power into the antenna, mW.</param>
        /// <param name="antennaCentiDbi">Gain of the antenna, 0.01 dBi.</param>
        public static string Advice(int powerMilliwatt, int antennaCentiDbi)
        {
            int eirpMilliwatt = LinkBudget.EirpMilliwatt(powerMilliwatt, antennaCentiDbi);
            int limitMm = DistanceMm(eirpMilliwatt, WorstGround);
            int adviceMm = limitMm < LeastAdviceMm ? LeastAdviceMm : limitMm;
            return "Keep " + ToCentimetres(adviceMm) + " cm from the transmitting antenna: " + eirpMilliwatt.ToString()
                + " mW EIRP reach 10 W/m2 at " + ToCentimetres(limitMm) + " cm in the worst reflection";
        }

        private static string ToCentimetres(int millimetres)
        {
            return ((millimetres + 9) / 10).ToString();
        }
    }
}

using System;

namespace DroneLink.Firmware.VideoLink
{
    /// <summary>Power and loss of a radio link. Uses double functions: for a few calls a second.</summary>
    public static class LinkBudget
    {
        // 20 log10(4 pi / c) for km and MHz is 32.4478 dB; 120 dB more for mm and MHz make it a subtraction.
        private const double FreeSpaceMmMhz = 3244.78 - 12000;
        private const double CentiDbPerDecade = 2000;

        /// <summary>Returns the loss of free space, 0.01 dB: 20 log10(d / km) + 20 log10(f / MHz) + 32.45.</summary>
        /// <param name="distanceMm">mm, 1 or more.</param>
        /// <param name="frequencyMhz">MHz, 1 or more.</param>
        public static int FreeSpaceLossCentiDb(int distanceMm, int frequencyMhz)
        {
            return Rounded((CentiDbPerDecade * (Math.Log10(distanceMm) + Math.Log10(frequencyMhz))) + FreeSpaceMmMhz);
        }

        /// <summary>Returns a power in 0.01 dBm.</summary>
        /// <param name="milliwatt">mW, 1 or more.</param>
        public static int ToCentiDbm(int milliwatt)
        {
            return Rounded(1000 * Math.Log10(milliwatt));
        }

        /// <summary>Returns transmitter power times antenna gain, mW, rounded up; 0 for a power of 0 or below.</summary>
        /// <param name="milliwatt">Transmitter power, mW.</param>
        /// <param name="gainCentiDbi">Antenna gain less the loss of the cable, 0.01 dBi.</param>
        public static int EirpMilliwatt(int milliwatt, int gainCentiDbi)
        {
            return milliwatt <= 0 ? 0 : (int)Math.Ceiling(milliwatt * Math.Pow(10, gainCentiDbi / 1000.0));
        }

        private static int Rounded(double value)
        {
            return (int)Math.Floor(value + 0.5);
        }
    }
}

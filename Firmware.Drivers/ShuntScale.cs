namespace DroneLink.Drivers
{
    /// <summary>
    /// The arithmetic that INA219 and INA226 share, in whole numbers: their data sheets' formulas with a constant of each part, the
    /// product of calibration, step of the current register (uA) and shunt (micro-ohm).
    /// </summary>
    internal static class ShuntScale
    {
        private const int MaxRaw = 32767;

        /// <summary>Returns the step of the current register, uA: the finest that reaches the current and has a calibration.</summary>
        public static int GetCurrentLsbUa(long product, int maxCalibration, int shuntMicroOhm, int maxCurrentMa)
        {
            long lsb = DivideUp(maxCurrentMa * 1000L, MaxRaw + 1);
            long finest = DivideUp(product, (long)maxCalibration * shuntMicroOhm);
            return (int)(lsb > finest ? lsb : finest);
        }

        /// <summary>Returns the current, mA, rounded.</summary>
        public static int ToCurrentMa(long product, int raw, int calibration, int shuntMicroOhm)
        {
            long divisor = (long)calibration * shuntMicroOhm;
            long scaled = raw * (product / 1000);
            return (int)((scaled >= 0 ? scaled + (divisor / 2) : scaled - (divisor / 2)) / divisor);
        }

        /// <summary>Returns the current register's value at the highest drop over the shunt, as far as the register reaches.</summary>
        /// <param name="shuntRaw">The shunt register's value at that drop.</param>
        /// <param name="calibration">The calibration register.</param>
        /// <param name="unity">The calibration at which both registers are the same.</param>
        public static int GetCurrentLimit(int shuntRaw, int calibration, int unity)
        {
            int atFullShunt = (int)((long)shuntRaw * calibration / unity);
            return atFullShunt < MaxRaw ? atFullShunt : MaxRaw;
        }

        private static long DivideUp(long value, long divisor)
        {
            return (value + divisor - 1) / divisor;
        }
    }
}

namespace DroneLink.Drivers.Ina219
{
    /// <summary>
    /// INA219's arithmetic, data sheet SBOS448G, 8.5.1. All of it is exact: current is worked out from the calibration that is really
    /// written, so that cutting it to an even number costs nothing.
    /// </summary>
    public static class Ina219Scale
    {
        /// <summary>Highest drop over the shunt either way, nV (320 mV).</summary>
        public const int MaxShuntNv = 320000000;

        /// <summary>
        /// Highest value that is written to the calibration register. Its lowest bit is always 0; the data sheet has a sixteenth bit, but
        /// users of the related INA220 report that values with it do not read back.
        /// </summary>
        public const int MaxCalibration = 32766;

        private const long CalibrationProduct = 40960000000; // 0.04096 V over uA * micro-ohm
        private const int UnityCalibration = 4096; // current register = shunt register * calibration / 4096
        private const int SmallestRangeRaw = 4000; // 40 mV in steps of 10 uV

        /// <summary>Returns the amplifier's range: 0 for 40 mV, 1 for 80, 2 for 160, 3 for 320.</summary>
        /// <param name="shuntMicroOhm">Micro-ohm.</param>
        /// <param name="maxCurrentMa">mA.</param>
        public static int GetRange(int shuntMicroOhm, int maxCurrentMa)
        {
            long drop = (long)shuntMicroOhm * maxCurrentMa;
            int range = 0;
            while (range < 3 && drop > (MaxShuntNv / 8) << range)
            {
                range++;
            }

            return range;
        }

        /// <summary>Returns the step of the current register, uA: the finest that reaches the current and has a calibration.</summary>
        /// <param name="shuntMicroOhm">Micro-ohm, above 0.</param>
        /// <param name="maxCurrentMa">mA, above 0.</param>
        public static int GetCurrentLsbUa(int shuntMicroOhm, int maxCurrentMa)
        {
            return ShuntScale.GetCurrentLsbUa(CalibrationProduct, MaxCalibration, shuntMicroOhm, maxCurrentMa);
        }

        /// <summary>Returns the calibration register's value: 0.04096 / (step * shunt), cut to an even number.</summary>
        /// <param name="currentLsbUa">Step of the current register, uA.</param>
        /// <param name="shuntMicroOhm">Micro-ohm.</param>
        public static int GetCalibration(int currentLsbUa, int shuntMicroOhm)
        {
            return (int)(CalibrationProduct / ((long)currentLsbUa * shuntMicroOhm)) & ~1;
        }

        /// <summary>Returns the current, mA, rounded.</summary>
        /// <param name="raw">The current register, -32,768..32,767.</param>
        /// <param name="calibration">The calibration register, above 0.</param>
        /// <param name="shuntMicroOhm">Micro-ohm.</param>
        public static int ToCurrentMa(int raw, int calibration, int shuntMicroOhm)
        {
            return ShuntScale.ToCurrentMa(CalibrationProduct, raw, calibration, shuntMicroOhm);
        }

        /// <summary>Returns the voltage, mV: 4 mV a step, in the upper 13 bits.</summary>
        /// <param name="raw">The bus voltage register, 0..65,535.</param>
        public static int ToVoltageMv(int raw)
        {
            return (raw >> 3) * 4;
        }

        /// <summary>Returns the value of the current register from which on, either way, the current is beyond what is measured.</summary>
        /// <param name="calibration">The calibration register.</param>
        /// <param name="range">The amplifier's range, 0..3.</param>
        public static int GetCurrentLimit(int calibration, int range)
        {
            return ShuntScale.GetCurrentLimit(SmallestRangeRaw << range, calibration, UnityCalibration);
        }
    }
}

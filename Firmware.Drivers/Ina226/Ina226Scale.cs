namespace DroneLink.Drivers.Ina226
{
    /// <summary>
    /// INA226's arithmetic, data sheet SBOS547B, 6.5. All of it is exact: current is worked out from the calibration that is really
    /// written, so that cutting it to a whole number costs nothing.
    /// </summary>
    public static class Ina226Scale
    {
        /// <summary>Highest drop over the shunt either way, nV (81.92 mV: 32,768 steps of 2.5 uV).</summary>
        public const int MaxShuntNv = 81920000;

        /// <summary>Highest value of the calibration register: 15 bits.</summary>
        public const int MaxCalibration = 32767;

        private const long CalibrationProduct = 5120000000; // 0.00512 V over uA * micro-ohm
        private const int UnityCalibration = 2048; // current register = shunt register * calibration / 2048
        private const int MaxRaw = 32767;

        /// <summary>Returns the step of the current register, uA: the finest that reaches the current and has a calibration.</summary>
        /// <param name="shuntMicroOhm">Micro-ohm, above 0.</param>
        /// <param name="maxCurrentMa">mA, above 0.</param>
        public static int GetCurrentLsbUa(int shuntMicroOhm, int maxCurrentMa)
        {
            return ShuntScale.GetCurrentLsbUa(CalibrationProduct, MaxCalibration, shuntMicroOhm, maxCurrentMa);
        }

        /// <summary>Returns the calibration register's value: 0.00512 / (step * shunt), cut.</summary>
        /// <param name="currentLsbUa">Step of the current register, uA.</param>
        /// <param name="shuntMicroOhm">Micro-ohm.</param>
        public static int GetCalibration(int currentLsbUa, int shuntMicroOhm)
        {
            return (int)(CalibrationProduct / ((long)currentLsbUa * shuntMicroOhm));
        }

        /// <summary>Returns the current, mA, rounded.</summary>
        /// <param name="raw">The current register, -32,768..32,767.</param>
        /// <param name="calibration">The calibration register, above 0.</param>
        /// <param name="shuntMicroOhm">Micro-ohm.</param>
        public static int ToCurrentMa(int raw, int calibration, int shuntMicroOhm)
        {
            return ShuntScale.ToCurrentMa(CalibrationProduct, raw, calibration, shuntMicroOhm);
        }

        /// <summary>Returns the voltage, mV, rounded: 1.25 mV a step.</summary>
        /// <param name="raw">The bus voltage register, 0..32,767.</param>
        public static int ToVoltageMv(int raw)
        {
            return ((raw * 5) + 2) / 4;
        }

        /// <summary>Returns the value of the current register from which on, either way, the current is beyond what is measured.</summary>
        /// <param name="calibration">The calibration register.</param>
        public static int GetCurrentLimit(int calibration)
        {
            return ShuntScale.GetCurrentLimit(MaxRaw, calibration, UnityCalibration);
        }
    }
}

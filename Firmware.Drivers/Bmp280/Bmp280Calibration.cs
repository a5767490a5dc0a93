namespace DroneLink.Drivers.Bmp280
{
    /// <summary>The trimming values that Bosch wrote into a BMP280 or BME280, and the formulas that need them. Whole numbers only.</summary>
    /// <remarks>Data sheets BST-BMP280-DS001 and BST-BME280-DS002, "Compensation formulas", the 32/64 bit integer ones.</remarks>
    public sealed class Bmp280Calibration
    {
        /// <summary>Where the values of temperature and pressure begin.</summary>
        public const int PressureRegister = 0x88;

        /// <summary>Bytes of the values of temperature and pressure.</summary>
        public const int PressureBytes = 24;

        /// <summary>Where a BME280 has the first value of humidity.</summary>
        public const int HumidityFirstRegister = 0xA1;

        /// <summary>Where a BME280 has the other values of humidity.</summary>
        public const int HumidityRegister = 0xE1;

        /// <summary>Bytes of the other values of humidity.</summary>
        public const int HumidityBytes = 7;

        private const int PressureWords = 9;

        private readonly int[] _p = new int[PressureWords + 1]; // by their names, from P1
        private int _t1;
        private int _t2;
        private int _t3;
        private int _h1;
        private int _h2;
        private int _h3;
        private int _h4;
        private int _h5;
        private int _h6;

        /// <summary>Temperature of the last <see cref="SetTemperature"/>, as the other formulas take it: 1/5120 °C.</summary>
        public int FineTemperature { get; private set; }

        /// <summary>Takes over the values of temperature and pressure.</summary>
        /// <param name="bytes">The 24 bytes from 0x88 on; low bytes first.</param>
        /// <returns>False when they are blank: no part has 0 or 65,535 for T1 and P1.</returns>
        public bool TryLoad(byte[] bytes)
        {
            _t1 = Unsigned(bytes, 0);
            _t2 = Signed(bytes, 2);
            _t3 = Signed(bytes, 4);
            _p[1] = Unsigned(bytes, 6);
            for (int index = 2; index <= PressureWords; index++)
            {
                _p[index] = Signed(bytes, 4 + (2 * index));
            }

            return _t1 != 0 && _t1 != ushort.MaxValue && _p[1] != 0 && _p[1] != ushort.MaxValue;
        }

        /// <summary>Takes over the values of humidity.</summary>
        /// <param name="first">The byte at 0xA1.</param>
        /// <param name="bytes">The 7 bytes from 0xE1 on.</param>
        /// <returns>False when they are blank: no part has 0 or -1 for H2.</returns>
        public bool TryLoadHumidity(int first, byte[] bytes)
        {
            _h1 = first;
            _h2 = Signed(bytes, 0);
            _h3 = bytes[2];
            _h4 = ((sbyte)bytes[3] << 4) | (bytes[4] & 0x0F); // 12 bits each, signed, sharing a byte
            _h5 = ((sbyte)bytes[5] << 4) | (bytes[4] >> 4);
            _h6 = (sbyte)bytes[6];
            return _h2 != 0 && _h2 != -1;
        }

        /// <summary>Works out the temperature, which the other two need first.</summary>
        /// <param name="raw">20 bits.</param>
        /// <returns>0.01 °C.</returns>
        public int SetTemperature(int raw)
        {
            int linear = (((raw >> 3) - (_t1 << 1)) * _t2) >> 11;
            int square = (raw >> 4) - _t1;
            square = ((((square * square) >> 12) * _t3) >> 14);
            FineTemperature = linear + square;
            return ((FineTemperature * 5) + 128) >> 8;
        }

        /// <summary>Works out the pressure at the temperature set last.</summary>
        /// <param name="raw">20 bits.</param>
        /// <returns>1/256 Pa; 0 when the trimming values allow none.</returns>
        public int GetPressure256(int raw)
        {
            long t = FineTemperature - 128000L;
            long offset = (t * t * _p[6]) + ((t * _p[5]) << 17) + ((long)_p[4] << 35);
            long scale = ((t * t * _p[3]) >> 8) + ((t * _p[2]) << 12);
            scale = (((1L << 47) + scale) * _p[1]) >> 33;
            if (scale == 0)
            {
                return 0;
            }

            long p = (((1048576L - raw) << 31) - offset) * 3125 / scale;
            long square = (_p[9] * (p >> 13) * (p >> 13)) >> 25;
            long linear = (_p[8] * p) >> 19;
            return (int)(((p + square + linear) >> 8) + ((long)_p[7] << 4));
        }

        /// <summary>Works out the humidity at the temperature set last.</summary>
        /// <param name="raw">16 bits.</param>
        /// <returns>1/1024 %, 0..102,400.</returns>
        public int GetHumidity1024(int raw)
        {
            int t = FineTemperature - 76800;
            int dry = ((raw << 14) - (_h4 << 20) - (_h5 * t) + 16384) >> 15;
            int gain = (((t * _h6) >> 10) * (((t * _h3) >> 11) + 32768)) >> 10;
            gain = (((gain + 2097152) * _h2) + 8192) >> 14;
            int humidity = dry * gain;
            humidity -= ((((humidity >> 15) * (humidity >> 15)) >> 7) * _h1) >> 4;
            if (humidity < 0)
            {
                return 0;
            }

            return humidity > 419430400 ? 102400 : humidity >> 12;
        }

        private static int Unsigned(byte[] bytes, int at)
        {
            return bytes[at] | (bytes[at + 1] << 8);
        }

        private static int Signed(byte[] bytes, int at)
        {
            return (short)(bytes[at] | (bytes[at + 1] << 8));
        }
    }
}

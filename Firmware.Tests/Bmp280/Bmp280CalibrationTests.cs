using DroneLink.Drivers.Bmp280;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Sensors
{
    [TestClass]
    public class Bmp280CalibrationTests
    {
        [TestMethod]
        public void DataSheetsExample_GivesItsResults()
        {
            Bmp280Calibration calibration = Example();

            Assert.AreEqual(2508, calibration.SetTemperature(519888));
            Assert.AreEqual(128422, calibration.FineTemperature);
            Assert.AreEqual(25767233, calibration.GetPressure256(415148)); // 100653.25 Pa; 100653.27 in double
        }

        [TestMethod]
        public void BlankValues_AreRefused()
        {
            Assert.IsFalse(new Bmp280Calibration().TryLoad(new byte[Bmp280Calibration.PressureBytes]));
            Assert.IsFalse(new Bmp280Calibration().TryLoad(Ones(Bmp280Calibration.PressureBytes)));
            Assert.IsFalse(new Bmp280Calibration().TryLoadHumidity(0, new byte[Bmp280Calibration.HumidityBytes]));
            Assert.IsFalse(new Bmp280Calibration().TryLoadHumidity(255, Ones(Bmp280Calibration.HumidityBytes)));
        }

        [TestMethod]
        public void Humidity_OfUsualValues_IsThatOfTheDoubleFormula()
        {
            Bmp280Calibration calibration = Example();
            calibration.SetTemperature(519888);

            // H1 75, H2 362, H3 0, H4 315, H5 50, H6 30.
            Assert.IsTrue(calibration.TryLoadHumidity(75, new byte[] { 0x6A, 0x01, 0x00, 0x13, 0x2B, 0x03, 0x1E }));
            Assert.AreEqual(543, PerMille(calibration.GetHumidity1024(30000))); // 54.289 %
            Assert.AreEqual(820, PerMille(calibration.GetHumidity1024(35000))); // 81.988 %
            Assert.AreEqual(0, calibration.GetHumidity1024(20000));
            Assert.AreEqual(102400, calibration.GetHumidity1024(65535));
        }

        private static int PerMille(int humidity1024)
        {
            return ((humidity1024 * 10) + 512) >> 10;
        }

        private static Bmp280Calibration Example()
        {
            var values = new int[] { 27504, 26435, -1000, 36477, -10685, 3024, 2855, 140, -7, 15500, -14600, 6000 };
            var bytes = new byte[Bmp280Calibration.PressureBytes];
            for (int index = 0; index < values.Length; index++)
            {
                bytes[2 * index] = (byte)values[index];
                bytes[(2 * index) + 1] = (byte)(values[index] >> 8);
            }

            var calibration = new Bmp280Calibration();
            Assert.IsTrue(calibration.TryLoad(bytes));
            return calibration;
        }

        private static byte[] Ones(int count)
        {
            var bytes = new byte[count];
            for (int index = 0; index < count; index++)
            {
                bytes[index] = 0xFF;
            }

            return bytes;
        }
    }
}

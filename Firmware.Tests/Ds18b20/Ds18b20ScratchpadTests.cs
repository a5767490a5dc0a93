using DroneLink.Drivers;
using DroneLink.Drivers.Ds18b20;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Sensors
{
    [TestClass]
    public class Ds18b20ScratchpadTests
    {
        [TestMethod]
        public void Crc_OfTheKnownScratchpad_Is1C()
        {
            Assert.AreEqual((byte)0x1C, OneWireCrc.Compute(PowerOn(), 8));
        }

        [TestMethod]
        public void PowerOnScratchpad_IsSoundAndEightyFive()
        {
            byte[] bytes = PowerOn();

            Assert.AreEqual((int)SensorFault.None, (int)Ds18b20Scratchpad.Check(bytes));
            Assert.AreEqual(0x0550, Ds18b20Scratchpad.GetRaw(bytes));
            Assert.AreEqual(8500, Ds18b20Scratchpad.ToCentiCelsius(Ds18b20Scratchpad.GetRaw(bytes)));
        }

        [TestMethod]
        public void EachBitFlipped_IsNotSound()
        {
            for (int bit = 0; bit < 72; bit++)
            {
                byte[] bytes = PowerOn();
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));

                Assert.AreEqual((int)SensorFault.CrcMismatch, (int)Ds18b20Scratchpad.Check(bytes), "bit " + bit);
            }
        }

        [TestMethod]
        public void AllZeros_PassTheCrcAndAreAFaultOfTheBus()
        {
            Assert.AreEqual((byte)0, OneWireCrc.Compute(new byte[9], 8));
            Assert.AreEqual((int)SensorFault.BusError, (int)Ds18b20Scratchpad.Check(new byte[9]));
        }

        [TestMethod]
        public void AllOnes_AreAFaultOfTheBus()
        {
            var bytes = new byte[9];
            for (int index = 0; index < bytes.Length; index++)
            {
                bytes[index] = 0xFF;
            }

            Assert.AreEqual((int)SensorFault.BusError, (int)Ds18b20Scratchpad.Check(bytes));
        }

        [TestMethod]
        public void AnotherPartsScratchpad_IsTheWrongChip()
        {
            // A DS18S20's, whose byte 4 is reserved and 0xFF.
            var bytes = new byte[] { 0xAA, 0x00, 0x4B, 0x46, 0xFF, 0xFF, 0x0C, 0x10, 0x87 };
            Assert.AreEqual((byte)0x87, OneWireCrc.Compute(bytes, 8));

            Assert.AreEqual((int)SensorFault.WrongChip, (int)Ds18b20Scratchpad.Check(bytes));
        }

        [TestMethod]
        public void DataSheetsTemperatures_AreRead()
        {
            // Table 1, "Temperature/Data relationship".
            Assert.AreEqual(12500, Ds18b20Scratchpad.ToCentiCelsius(0x07D0));
            Assert.AreEqual(2506, Ds18b20Scratchpad.ToCentiCelsius(0x0191));
            Assert.AreEqual(1013, Ds18b20Scratchpad.ToCentiCelsius(0x00A2));
            Assert.AreEqual(50, Ds18b20Scratchpad.ToCentiCelsius(0x0008));
            Assert.AreEqual(0, Ds18b20Scratchpad.ToCentiCelsius(0));
            Assert.AreEqual(-50, Ds18b20Scratchpad.ToCentiCelsius(unchecked((short)0xFFF8)));
            Assert.AreEqual(-2506, Ds18b20Scratchpad.ToCentiCelsius(unchecked((short)0xFE6F)));
            Assert.AreEqual(-5500, Ds18b20Scratchpad.ToCentiCelsius(unchecked((short)0xFC90)));
        }

        [TestMethod]
        public void LowerResolutions_DropTheBitsThatMeanNothing()
        {
            var bytes = new byte[] { 0x97, 0x01, 0, 0, Ds18b20Scratchpad.GetConfig(9), 0, 0, 0, 0 };
            Assert.AreEqual(0x190, Ds18b20Scratchpad.GetRaw(bytes));

            bytes[4] = Ds18b20Scratchpad.GetConfig(11);
            Assert.AreEqual(0x196, Ds18b20Scratchpad.GetRaw(bytes));

            bytes[0] = 0xFF;
            bytes[1] = 0xFF;
            bytes[4] = Ds18b20Scratchpad.GetConfig(10);
            Assert.AreEqual(-4, Ds18b20Scratchpad.GetRaw(bytes));
        }

        [TestMethod]
        public void Range_IsThePartsOwn()
        {
            Assert.IsTrue(Ds18b20Scratchpad.IsInRange(-55 * 16));
            Assert.IsFalse(Ds18b20Scratchpad.IsInRange((-55 * 16) - 1));
            Assert.IsTrue(Ds18b20Scratchpad.IsInRange(125 * 16));
            Assert.IsFalse(Ds18b20Scratchpad.IsInRange((125 * 16) + 1));
        }

        private static byte[] PowerOn()
        {
            return new byte[] { 0x50, 0x05, 0x4B, 0x46, 0x7F, 0xFF, 0x0C, 0x10, 0x1C };
        }
    }
}

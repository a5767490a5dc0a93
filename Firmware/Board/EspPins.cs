using System.Device.Adc;
using System.Device.Gpio;
using System.Device.I2c;
using System.IO.Ports;
using DroneLink.Firmware.Configuration;
using nanoFramework.Device.OneWire;
using nanoFramework.Hardware.Esp32;
using Esp32 = nanoFramework.Hardware.Esp32;

namespace DroneLink.Firmware.Board
{
    /// <summary>The pins and buses of an ESP32.</summary>
    public sealed class EspPins : IBoardPins
    {
        private const int I2cBus = 1;

        private readonly AdcController _adc = new AdcController();

        /// <inheritdoc/>
        public GpioController Gpio { get; } = new GpioController();

        /// <inheritdoc/>
        public AdcChannel OpenAdc(int channel)
        {
            return _adc.OpenChannel(channel);
        }

        /// <inheritdoc/>
        public I2cDevice OpenI2c(int dataPin, int clockPin, int address)
        {
            Esp32.Configuration.SetPinFunction(dataPin, DeviceFunction.I2C1_DATA);
            Esp32.Configuration.SetPinFunction(clockPin, DeviceFunction.I2C1_CLOCK);
            return I2cDevice.Create(new I2cConnectionSettings(I2cBus, address, I2cBusSpeed.FastMode));
        }

        /// <inheritdoc/>
        public OneWireHost OpenOneWire(int rxPin, int txPin)
        {
            Esp32.Configuration.SetPinFunction(rxPin, DeviceFunction.COM3_RX);
            Esp32.Configuration.SetPinFunction(txPin, DeviceFunction.COM3_TX);
            return new OneWireHost();
        }

        /// <inheritdoc/>
        public SerialPort CreateSerial(SerialConnection connection, StopBits stopBits)
        {
            bool second = connection.Port == "COM2";
            Esp32.Configuration.SetPinFunction(connection.RxPin, second ? DeviceFunction.COM2_RX : DeviceFunction.COM3_RX);
            Esp32.Configuration.SetPinFunction(connection.TxPin, second ? DeviceFunction.COM2_TX : DeviceFunction.COM3_TX);
            return new SerialPort(connection.Port, connection.Baud, Parity.None, 8, stopBits);
        }
    }
}

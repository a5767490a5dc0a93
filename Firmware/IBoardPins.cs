using System.Device.Adc;
using System.Device.Gpio;
using System.Device.I2c;
using System.IO.Ports;
using DroneLink.Firmware.Configuration;
using nanoFramework.Device.OneWire;

namespace DroneLink.Firmware
{
    /// <summary>The board's pins and buses, as parts are opened on them.</summary>
    public interface IBoardPins
    {
        /// <summary>The GPIOs.</summary>
        GpioController Gpio { get; }

        /// <summary>Opens a channel of ADC1.</summary>
        /// <param name="channel">Its number.</param>
        AdcChannel OpenAdc(int channel);

        /// <summary>Opens a part on the I2C bus.</summary>
        /// <param name="dataPin">GPIO of SDA.</param>
        /// <param name="clockPin">GPIO of SCL.</param>
        /// <param name="address">The part's address.</param>
        I2cDevice OpenI2c(int dataPin, int clockPin, int address);

        /// <summary>Opens the 1-Wire bus, which the UART of COM3 drives.</summary>
        /// <param name="rxPin">GPIO that receives.</param>
        /// <param name="txPin">GPIO that sends.</param>
        OneWireHost OpenOneWire(int rxPin, int txPin);

        /// <summary>Creates a serial port of 8 bits and no parity on its pins, still closed.</summary>
        /// <param name="connection">Which.</param>
        /// <param name="stopBits">Its stop bits.</param>
        SerialPort CreateSerial(SerialConnection connection, StopBits stopBits);
    }
}

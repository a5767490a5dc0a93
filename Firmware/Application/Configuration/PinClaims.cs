namespace DroneLink.Firmware.Configuration
{
    /// <summary>
    /// Finds GPIOs that are given to two parts, and outputs on GPIOs that can only be inputs. A transmitter whose switch shares a GPIO with a UART
    /// would be switched by the UART.
    /// </summary>
    internal sealed class PinClaims
    {
        private const int FirstInputOnly = 34;
        private const int LastInputOnly = 39;

        // GPIOs of ADC1's channels on ESP32.
        private static readonly int[] AdcPins = { 36, 37, 38, 39, 32, 33, 34, 35 };

        private readonly string[] _owners = new string[PartsReader.MaxPin + 1];
        private readonly ConfigurationSection _root;

        private PinClaims(ConfigurationSection root)
        {
            _root = root;
        }

        /// <summary>Checks every part of a configuration.</summary>
        public static void Check(ConfigurationSection root, ApplicationConfiguration configuration)
        {
            PinClaims claims = new PinClaims(root);
            claims.AddSerial("autopilot", configuration.AutopilotConnection);
            claims.AddSerial("gps", configuration.Gps);
            claims.AddReceiver("videoLink", configuration.Rx5808);
            claims.AddReceiver("scanner", configuration.Scanner);
            claims.AddOutput("videoLink.calibrateButtonPin", configuration.CalibrationButtonPin);
            claims.AddOutput("locate.pin", configuration.LocatePin);
            if (configuration.Transmitter != null)
            {
                TransmitterConnection transmitter = configuration.Transmitter;
                claims.AddSerial("transmitter", transmitter.Serial);
                claims.AddOutput("transmitter.switchPin", transmitter.SwitchPin);
                claims.Add("transmitter.readBackPin", transmitter.ReadBackPin);
                claims.AddSensor("transmitter.temperature", transmitter.Temperature);
            }

            if (configuration.Receiver != null)
            {
                claims.AddSensor("receiver.temperature", configuration.Receiver.Temperature);
            }

            if (configuration.UsesI2c)
            {
                claims.AddOutput("i2c.dataPin", configuration.I2cDataPin);
                claims.AddOutput("i2c.clockPin", configuration.I2cClockPin);
            }
        }

        private void AddSerial(string name, SerialConnection connection)
        {
            if (connection != null)
            {
                Add(name + ".rxPin", connection.RxPin);
                AddOutput(name + ".txPin", connection.TxPin);
            }
        }

        private void AddReceiver(string name, Rx5808Connection connection)
        {
            if (connection != null)
            {
                AddAdc(name + ".adcChannel", connection.AdcChannel);
                AddOutput(name + ".dataPin", connection.DataPin);
                AddOutput(name + ".selectPin", connection.SelectPin);
                AddOutput(name + ".clockPin", connection.ClockPin);
            }
        }

        private void AddSensor(string name, SensorConnection connection)
        {
            if (connection != null && connection.Sensor == SensorConnection.Ntc)
            {
                AddAdc(name + ".adcChannel", connection.AdcChannel);
            }
            else if (connection != null && connection.Sensor == SensorConnection.Ds18b20)
            {
                Add(name + ".rxPin", connection.RxPin);
                AddOutput(name + ".txPin", connection.TxPin);
            }
        }

        private void AddAdc(string name, int channel)
        {
            Add(name, AdcPins[channel]);
        }

        private void AddOutput(string name, int pin)
        {
            if (pin >= FirstInputOnly && pin <= LastInputOnly)
            {
                _root.Wrong(name, pin, "a GPIO that can drive or has a pull-up, not 34 to 39");
            }

            Add(name, pin);
        }

        private void Add(string name, int pin)
        {
            if (pin < 0 || pin >= _owners.Length)
            {
                return;
            }

            if (_owners[pin] != null)
            {
                _root.Wrong(name, "GPIO " + pin.ToString(), "a GPIO of its own: " + _owners[pin] + " has that one");
            }

            _owners[pin] = name;
        }
    }
}

using DroneLink.Drivers;
using DroneLink.Drivers.Bmp280;
using DroneLink.Firmware.Safety;

namespace DroneLink.Firmware.Configuration
{
    /// <summary>Reads what is connected to the board. Which pins a part takes is up to the board, so no GPIO has a default that could burn something.</summary>
    internal static class PartsReader
    {
        /// <summary>The highest GPIO of an ESP32.</summary>
        public const int MaxPin = 39;

        /// <summary>The highest channel of ADC1 on ESP32.</summary>
        public const int MaxAdcChannel = 7;

        public static void Read(ConfigurationSection root, ApplicationConfiguration configuration)
        {
            ConfigurationSection i2c = root.Section("i2c");
            configuration.I2cDataPin = i2c.Number("dataPin", 21, 0, MaxPin);
            configuration.I2cClockPin = i2c.Number("clockPin", 22, 0, MaxPin);
            i2c.Finish();
            ReadTransmitter(root.Section("transmitter"), configuration);
            ReadGps(root.Section("gps"), configuration);
            ReadLocate(root.Section("locate"), configuration);
            configuration.Environment = ReadSensor(root.Section("environment"), false);
            if (configuration.Environment != null && configuration.Environment.Sensor != SensorConnection.Bmp280)
            {
                root.Wrong("environment", null, "the sensor bmp280");
            }

            CheckPorts(root, configuration);
            CheckAddresses(root, configuration);
            PinClaims.Check(root, configuration);
        }

        private static void ReadTransmitter(ConfigurationSection section, ApplicationConfiguration configuration)
        {
            if (!section.IsPresent)
            {
                return;
            }

            TransmitterConnection connection = new TransmitterConnection();
            TransmitterOptions options = connection.Options;
            connection.Control = section.Choice("control", TransmitterConnection.NoControl, TransmitterConnection.SmartAudio, TransmitterConnection.Tramp);
            if (connection.Control != TransmitterConnection.NoControl)
            {
                connection.Serial = ReadSerial(section, "COM3", connection.Control == TransmitterConnection.Tramp ? 9600 : 4800, false);
                connection.Serial.Baud = connection.Control == TransmitterConnection.Tramp ? 9600 : 4800;
            }

            connection.SwitchPin = section.Number("switchPin", -1, 0, MaxPin);
            connection.IsSwitchActiveLow = section.Flag("switchActiveLow", false);
            connection.ReadBackPin = section.Number("readBackPin", -1, 0, MaxPin);
            options.PowerMw = section.Number("powerMw", options.PowerMw, 1, 5000);
            options.LowPowerMw = section.Number("lowPowerMw", options.LowPowerMw < options.PowerMw ? options.LowPowerMw : options.PowerMw, 1, 5000);
            options.AntennaCentiDbi = section.Number("antennaCentiDbi", options.AntennaCentiDbi, -1000, 3000);
            options.FrequencyMhz = section.Number("frequencyMHz", 0, 5300, 6000);
            string ground = section.Choice("ground", "low", "pit", "off", "full");
            options.Ground = ground == "pit" ? GroundPower.Pit : ground == "off" ? GroundPower.Off : ground == "full" ? GroundPower.Full : GroundPower.Low;
            options.CutInFlight = section.Flag("cutInFlight", false);
            options.DeadManMs = section.Number("deadManMs", options.DeadManMs, 0, 86400000);
            options.OnMinMa = section.Number("onMinMa", options.OnMinMa, 1, 5000);
            options.OffMaxMa = section.Number("offMaxMa", options.OffMaxMa, 0, 5000);
            options.RecordMs = section.Number("recordMs", options.RecordMs, 250, 3600000);
            options.HasAutopilot = configuration.AutopilotConnection != null;
            ReadThermal(section, options.Thermal);
            connection.Temperature = ReadSensor(section.Section("temperature"), connection.Control == TransmitterConnection.Tramp);
            connection.Supply = ReadSupply(section.Section("supply"));
            if (options.LowPowerMw > options.PowerMw)
            {
                section.Wrong("lowPowerMw", options.LowPowerMw, "powerMw or less");
            }

            if (options.OffMaxMa >= options.OnMinMa)
            {
                section.Wrong("offMaxMa", options.OffMaxMa, "less than onMinMa, which is " + options.OnMinMa.ToString());
            }

            if (connection.ReadBackPin >= 0 && connection.SwitchPin < 0)
            {
                section.Wrong("readBackPin", connection.ReadBackPin, "a switchPin, whose output it reads");
            }

            if (connection.Control == TransmitterConnection.NoControl && connection.SwitchPin < 0)
            {
                section.Wrong("control", null, "smartAudio or tramp, or a switchPin: without any, nothing can be done about it");
            }

            if (options.FrequencyMhz > 0 && connection.Control == TransmitterConnection.NoControl)
            {
                section.Wrong("frequencyMHz", options.FrequencyMhz, "a control, smartAudio or tramp, to set it over");
            }

            section.Finish();
            configuration.Transmitter = connection;
        }

        private static void ReadGps(ConfigurationSection section, ApplicationConfiguration configuration)
        {
            if (!section.IsPresent)
            {
                return;
            }

            configuration.Gps = ReadSerial(section, "COM2", 9600, true);
            configuration.GpsPositionPeriodMs = section.Number("positionMs", 1000, 0, 3600000);
            section.Finish();
        }

        private static void ReadLocate(ConfigurationSection section, ApplicationConfiguration configuration)
        {
            if (!section.IsPresent)
            {
                return;
            }

            configuration.LocatePin = section.Number("pin", -1, 0, MaxPin);
            configuration.IsLocateActiveLow = section.Flag("activeLow", false);
            if (configuration.LocatePin < 0)
            {
                section.Wrong("pin", null, "the GPIO of an LED or a buzzer");
            }

            section.Finish();
        }

        private static SerialConnection ReadSerial(ConfigurationSection section, string port, int baud, bool hasBaud)
        {
            SerialConnection connection = new SerialConnection();
            connection.Port = section.Choice("port", port, port == "COM2" ? "COM3" : "COM2");
            connection.RxPin = section.Number("rxPin", port == "COM2" ? 16 : 25, 0, MaxPin);
            connection.TxPin = section.Number("txPin", port == "COM2" ? 17 : 26, 0, MaxPin);
            connection.Baud = hasBaud ? section.Number("baud", baud, 1200, 1500000) : baud;
            return connection;
        }

        /// <summary>Reads a thermal ladder.</summary>
        public static void ReadThermal(ConfigurationSection section, ThermalOptions options)
        {
            options.WarnCentiCelsius = section.Number("warnCelsius", options.WarnCentiCelsius / 100, -40, 150) * 100;
            options.ThrottleCentiCelsius = section.Number("throttleCelsius", options.ThrottleCentiCelsius / 100, -40, 150) * 100;
            options.CutCentiCelsius = section.Number("cutCelsius", options.CutCentiCelsius / 100, -40, 150) * 100;
            options.ResumeCentiCelsius = section.Number("resumeCelsius", options.ResumeCentiCelsius / 100, -40, 150) * 100;
            options.Confirmations = section.Number("confirmations", options.Confirmations, 1, 20);
            options.HoldMs = section.Number("holdMs", options.HoldMs, 0, 600000);
            bool isInOrder = options.WarnCentiCelsius < options.ThrottleCentiCelsius && options.ThrottleCentiCelsius < options.CutCentiCelsius
                && options.ResumeCentiCelsius < options.ThrottleCentiCelsius;
            if (!isInOrder)
            {
                section.Wrong("warnCelsius", options.WarnCentiCelsius / 100, "warnCelsius < throttleCelsius < cutCelsius and resumeCelsius < throttleCelsius");
            }
        }

        /// <summary>Reads a temperature sensor; null for none.</summary>
        public static SensorConnection ReadSensor(ConfigurationSection section, bool tellsItself)
        {
            if (!section.IsPresent)
            {
                return tellsItself ? new SensorConnection { Sensor = SensorConnection.Own } : null;
            }

            SensorConnection connection = new SensorConnection();
            connection.Sensor = tellsItself
                ? section.Choice("sensor", SensorConnection.Own, SensorConnection.Ntc, SensorConnection.Ds18b20, SensorConnection.Bmp280)
                : section.Choice("sensor", SensorConnection.Ntc, SensorConnection.Ds18b20, SensorConnection.Bmp280);
            switch (connection.Sensor)
            {
                case SensorConnection.Ntc:
                    connection.AdcChannel = section.Number("adcChannel", 0, 0, MaxAdcChannel);
                    connection.NtcOptions.SeriesOhm = section.Number("seriesOhm", connection.NtcOptions.SeriesOhm, 100, 1000000);
                    connection.NtcOptions.R25Ohm = section.Number("r25Ohm", connection.NtcOptions.R25Ohm, 100, 1000000);
                    connection.NtcOptions.Beta = section.Number("beta", connection.NtcOptions.Beta, 1000, 10000);
                    connection.NtcOptions.IsToSupply = section.Flag("toSupply", false);
                    break;
                case SensorConnection.Ds18b20:
                    connection.RxPin = section.Number("rxPin", 25, 0, MaxPin);
                    connection.TxPin = section.Number("txPin", 26, 0, MaxPin);
                    connection.Ds18b20Options.ResolutionBits = section.Number("bits", connection.Ds18b20Options.ResolutionBits, 9, 12);
                    break;
                case SensorConnection.Bmp280:
                    connection.Address = section.Number("address", Bmp280.DefaultAddress, Bmp280.DefaultAddress, Bmp280.OtherAddress);
                    break;
                default:
                    break;
            }

            section.Finish();
            return connection;
        }

        /// <summary>Reads a supply sensor; null for none.</summary>
        public static SupplyConnection ReadSupply(ConfigurationSection section)
        {
            if (!section.IsPresent)
            {
                return null;
            }

            SupplyConnection connection = new SupplyConnection();
            connection.Sensor = section.Choice("sensor", SupplyConnection.Ina226, SupplyConnection.Ina219);
            bool isIna226 = connection.Sensor == SupplyConnection.Ina226;
            connection.Address = section.Number(
                "address", ShuntPowerMonitor.DefaultAddress, ShuntPowerMonitor.DefaultAddress, ShuntPowerMonitor.LastAddress);
            connection.ShuntMicroOhm = section.Number("shuntMicroOhm", 100000, 100, 10000000);
            connection.MaxCurrentMa = section.Number("maxMa", isIna226 ? 800 : 3200, 1, 1000000);

            // What the converter of the shunt can take: 81.92 mV of an INA226, 320 mV of an INA219.
            long fullScaleNanovolt = (long)connection.MaxCurrentMa * connection.ShuntMicroOhm;
            if (fullScaleNanovolt > (isIna226 ? 81920000 : 320000000))
            {
                section.Wrong("maxMa", connection.MaxCurrentMa, "a current that drops at most " + (isIna226 ? "81.92" : "320") + " mV over the shunt of shuntMicroOhm");
            }

            section.Finish();
            return connection;
        }

        // One UART for one part; the 1-Wire bus is driven by that of COM3.
        private static void CheckPorts(ConfigurationSection root, ApplicationConfiguration configuration)
        {
            int com2 = 0;
            int com3 = 0;
            Count(configuration.AutopilotConnection == null ? null : configuration.AutopilotConnection.Port, ref com2, ref com3);
            Count(configuration.Gps == null ? null : configuration.Gps.Port, ref com2, ref com3);
            Count(configuration.Transmitter == null || configuration.Transmitter.Serial == null ? null : configuration.Transmitter.Serial.Port, ref com2, ref com3);
            com3 += IsOneWire(configuration.Transmitter == null ? null : configuration.Transmitter.Temperature) ? 1 : 0;
            com3 += IsOneWire(configuration.Receiver == null ? null : configuration.Receiver.Temperature) ? 1 : 0;
            if (com2 > 1 || com3 > 1)
            {
                root.Wrong(
                    "autopilot",
                    com2 > 1 ? "COM2" : "COM3",
                    "one part on each of COM2 and COM3: autopilot and gps and transmitter each take one and a ds18b20 takes COM3");
            }
        }

        // Two parts at one address answer together, and each would be taken for the other.
        private static void CheckAddresses(ConfigurationSection root, ApplicationConfiguration configuration)
        {
            SupplyConnection transmitter = configuration.Transmitter == null ? null : configuration.Transmitter.Supply;
            SupplyConnection receiver = configuration.Receiver == null ? null : configuration.Receiver.Supply;
            if (transmitter != null && receiver != null && transmitter.Address == receiver.Address)
            {
                root.Wrong("receiver.supply.address", receiver.Address, "another address than transmitter.supply has");
            }

            SensorConnection[] sensors =
            {
                configuration.Environment,
                configuration.Transmitter == null ? null : configuration.Transmitter.Temperature,
                configuration.Receiver == null ? null : configuration.Receiver.Temperature,
            };
            CheckBmp280(root, sensors, Bmp280.DefaultAddress);
            CheckBmp280(root, sensors, Bmp280.OtherAddress);
        }

        private static void CheckBmp280(ConfigurationSection root, SensorConnection[] sensors, int address)
        {
            int count = 0;
            for (int i = 0; i < sensors.Length; i++)
            {
                SensorConnection sensor = sensors[i];
                count += sensor != null && sensor.Sensor == SensorConnection.Bmp280 && sensor.Address == address ? 1 : 0;
            }

            if (count > 1)
            {
                root.Wrong("environment.address", address, "an address of its own for each bmp280");
            }
        }

        private static bool IsOneWire(SensorConnection connection)
        {
            return connection != null && connection.Sensor == SensorConnection.Ds18b20;
        }

        private static void Count(string port, ref int com2, ref int com3)
        {
            com2 += port == "COM2" ? 1 : 0;
            com3 += port == "COM3" ? 1 : 0;
        }
    }
}

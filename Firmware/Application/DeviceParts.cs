using System;
using System.IO.Ports;
using DroneLink.Drivers;
using DroneLink.Drivers.Bmp280;
using DroneLink.Drivers.Ds18b20;
using DroneLink.Drivers.Ina219;
using DroneLink.Drivers.Ina226;
using DroneLink.Drivers.LoadSwitch;
using DroneLink.Drivers.Mavlink;
using DroneLink.Drivers.NmeaGps;
using DroneLink.Drivers.NtcThermistor;
using DroneLink.Drivers.PushButton;
using DroneLink.Drivers.Rx5808;
using DroneLink.Drivers.SmartAudio;
using DroneLink.Drivers.Tramp;
using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.Safety;

namespace DroneLink.Firmware.Application
{
    /// <summary>The parts that are connected to a device, opened. What is not there is null. Owns them.</summary>
    public sealed class DeviceParts : IDisposable
    {
        /// <summary>The autopilot's port.</summary>
        public MavlinkPort Autopilot { get; set; }

        /// <summary>A GPS receiver.</summary>
        public NmeaGps Gps { get; set; }

        /// <summary>The RSSI pin of the video receiver.</summary>
        public RssiPin Rssi { get; set; }

        /// <summary>The video receiver, where its bus is connected.</summary>
        public Rx5808Receiver Receiver { get; set; }

        /// <summary>The receiver's temperature sensor.</summary>
        public ITemperatureSensor ReceiverTemperature { get; set; }

        /// <summary>The receiver's supply sensor.</summary>
        public IPowerMonitor ReceiverSupply { get; set; }

        /// <summary>The button that calibrates the receiver.</summary>
        public PushButton CalibrationButton { get; set; }

        /// <summary>A second receiver, which scans.</summary>
        public Rx5808Receiver Scanner { get; set; }

        /// <summary>What switches the transmitter's supply.</summary>
        public ISupplySwitch TransmitterSwitch { get; set; }

        /// <summary>The transmitter, where it takes orders.</summary>
        public IVideoTransmitter Transmitter { get; set; }

        /// <summary>The transmitter's temperature sensor.</summary>
        public ITemperatureSensor TransmitterTemperature { get; set; }

        /// <summary>The transmitter's supply sensor.</summary>
        public IPowerMonitor TransmitterSupply { get; set; }

        /// <summary>A sensor of the air around.</summary>
        public Bmp280 Environment { get; set; }

        /// <summary>The LED or buzzer that the device is found by.</summary>
        public ISupplySwitch Locate { get; set; }

        /// <summary>Opens what a configuration names; the transmitter's switch first, so that it is off.</summary>
        /// <param name="configuration">What is connected where.</param>
        /// <param name="pins">The board's pins. Borrowed.</param>
        /// <exception cref="Exception">One cannot be opened; then none is left open.</exception>
        public static DeviceParts Open(ApplicationConfiguration configuration, IBoardPins pins)
        {
            DeviceParts parts = new DeviceParts();
            try
            {
                parts.OpenAll(configuration, pins);
                return parts;
            }
            catch (Exception)
            {
                // Whoever comes in this payload's place opens the same pins.
                parts.Dispose();
                throw;
            }
        }

        /// <summary>Closes the parts; the transmitter goes off with its switch.</summary>
        public void Dispose()
        {
            Close(TransmitterSwitch);
            Close(Transmitter);
            Close(TransmitterTemperature);
            Close(TransmitterSupply);
            Close(Receiver);
            Close(Receiver == null ? Rssi : null);
            Close(CalibrationButton);
            Close(ReceiverTemperature);
            Close(ReceiverSupply);
            Close(Scanner);
            Close(Autopilot);
            Close(Gps);
            Close(Environment);
            Close(Locate);
        }

        private void OpenAll(ApplicationConfiguration configuration, IBoardPins pins)
        {
            if (configuration.Transmitter != null)
            {
                OpenTransmitter(configuration.Transmitter, configuration, pins);
            }

            if (configuration.Rx5808 != null)
            {
                Rssi = new RssiPin(pins.OpenAdc(configuration.Rx5808.AdcChannel), configuration.Rssi);
                int button = configuration.CalibrationButtonPin;
                CalibrationButton = button < 0 ? null : new PushButton(pins.Gpio.OpenPin(button));
                Receiver = configuration.Rx5808.HasBus ? OpenReceiver(configuration.Rx5808, Rssi, pins) : null;
            }

            if (configuration.Receiver != null)
            {
                ReceiverTemperature = OpenSensor(configuration.Receiver.Temperature, configuration, pins);
                ReceiverSupply = OpenSupply(configuration.Receiver.Supply, configuration, pins);
            }

            if (configuration.Scanner != null)
            {
                RssiPin rssi = new RssiPin(pins.OpenAdc(configuration.Scanner.AdcChannel), configuration.ScannerRssi);
                Scanner = OpenReceiver(configuration.Scanner, rssi, pins);
            }

            if (configuration.AutopilotConnection != null)
            {
                Autopilot = new MavlinkPort(pins.CreateSerial(configuration.AutopilotConnection, StopBits.One));
                Autopilot.Open();
            }

            if (configuration.Gps != null)
            {
                Gps = new NmeaGps(pins.CreateSerial(configuration.Gps, StopBits.One));
                Gps.Open();
            }

            if (configuration.Environment != null)
            {
                Environment = new Bmp280(pins.OpenI2c(configuration.I2cDataPin, configuration.I2cClockPin, configuration.Environment.Address));
            }

            if (configuration.LocatePin >= 0)
            {
                Locate = new SupplySwitch(pins.Gpio, configuration.LocatePin, new SupplySwitchOptions { IsActiveLow = configuration.IsLocateActiveLow });
            }
        }

        private void OpenTransmitter(TransmitterConnection connection, ApplicationConfiguration configuration, IBoardPins pins)
        {
            if (connection.SwitchPin >= 0)
            {
                TransmitterSwitch = new SupplySwitch(
                    pins.Gpio,
                    connection.SwitchPin,
                    new SupplySwitchOptions { IsActiveLow = connection.IsSwitchActiveLow, ReadBackPin = connection.ReadBackPin });
            }

            if (connection.Control == TransmitterConnection.Tramp)
            {
                TrampTransmitter tramp = new TrampTransmitter(pins.CreateSerial(connection.Serial, StopBits.One), new TrampOptions());
                tramp.Open();
                Transmitter = tramp;
            }
            else if (connection.Control == TransmitterConnection.SmartAudio)
            {
                SmartAudioTransmitter smartAudio = new SmartAudioTransmitter(pins.CreateSerial(connection.Serial, StopBits.Two), new SmartAudioOptions());
                smartAudio.Open();
                Transmitter = smartAudio;
            }

            bool isOwn = connection.Temperature != null && connection.Temperature.Sensor == SensorConnection.Own;
            TransmitterTemperature = isOwn ? new TransmitterTemperature(Transmitter) : OpenSensor(connection.Temperature, configuration, pins);
            TransmitterSupply = OpenSupply(connection.Supply, configuration, pins);
        }

        private static Rx5808Receiver OpenReceiver(Rx5808Connection connection, RssiPin rssi, IBoardPins pins)
        {
            Rx5808Bus bus = new Rx5808Bus(
                pins.Gpio.OpenPin(connection.DataPin), pins.Gpio.OpenPin(connection.SelectPin), pins.Gpio.OpenPin(connection.ClockPin));
            return new Rx5808Receiver(bus, rssi, new Rx5808Options { SettleMs = connection.SettleMs });
        }

        private static ITemperatureSensor OpenSensor(SensorConnection connection, ApplicationConfiguration configuration, IBoardPins pins)
        {
            if (connection == null)
            {
                return null;
            }

            switch (connection.Sensor)
            {
                case SensorConnection.Ntc:
                    return new NtcThermistor(pins.OpenAdc(connection.AdcChannel), connection.NtcOptions);
                case SensorConnection.Ds18b20:
                    return new Ds18b20(pins.OpenOneWire(connection.RxPin, connection.TxPin), connection.Ds18b20Options);
                default:
                    return new Bmp280(pins.OpenI2c(configuration.I2cDataPin, configuration.I2cClockPin, connection.Address));
            }
        }

        private static IPowerMonitor OpenSupply(SupplyConnection connection, ApplicationConfiguration configuration, IBoardPins pins)
        {
            if (connection == null)
            {
                return null;
            }

            System.Device.I2c.I2cDevice device = pins.OpenI2c(configuration.I2cDataPin, configuration.I2cClockPin, connection.Address);
            return connection.Sensor == SupplyConnection.Ina226
                ? (IPowerMonitor)new Ina226(
                    device, new Ina226Options { ShuntMicroOhm = connection.ShuntMicroOhm, MaxCurrentMa = connection.MaxCurrentMa })
                : new Ina219(device, new Ina219Options { ShuntMicroOhm = connection.ShuntMicroOhm, MaxCurrentMa = connection.MaxCurrentMa });
        }

        private static void Close(IDisposable part)
        {
            if (part != null)
            {
                part.Dispose();
            }
        }
    }
}

using System;
using System.Collections;
using System.IO;
using System.Threading;
using DroneLink.Firmware.Commands;
using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.Supervision;
using DroneLink.Firmware.Uplink;
using nanoFramework.Runtime.Native;

namespace DroneLink.Firmware.Board
{
    /// <summary>Puts the parts of an ESP32 together and runs them: the one place where they meet.</summary>
    public static class Program
    {
        private const int RetryMs = 10000;

        // Honest silence beside a wait at the back-off's cap: the longest pause that a server may ask for, and an operation before and after.
        private const int UplinkMarginMs = CloudUplink.LongestRetryAfterMs + (2 * CloudUplink.OperationTimeoutMs);

        private static Device _device;
        private static EspPeerRadio _radio;

        /// <summary>Runs for ever; what cannot be put together is tried again from the start.</summary>
        public static void Main()
        {
            Console.WriteLine("DroneLink, bootstrap " + BootstrapVersion.Text);
            try
            {
                Run();
            }
            catch (Exception e)
            {
                // A program that ends leaves a powered board that does nothing.
                Console.WriteLine("start: " + e.Message);
            }

            DeviceRunner.Close(_device);
            if (_radio != null)
            {
                _radio.Dispose();
            }

            Thread.Sleep(RetryMs);
            Power.RebootDevice();
        }

        private static void Run()
        {
            Hashtable settings = WaitForConfiguration(out DeviceConfiguration configuration);
            LinkEventQueue events = new LinkEventQueue();
            IncomingMessages incoming = new IncomingMessages(new MqttTopics(configuration.Uplink.FleetId, configuration.Uplink.DeviceId));
            DeviceLog log = new DeviceLog();
            EspLinkBoard board = new EspLinkBoard(configuration, events, incoming, log);
            _radio = configuration.Peers != null && configuration.Peers.UseUdp ? new EspPeerRadio(configuration.Peers) : null;
            DeviceHardware hardware = new DeviceHardware
            {
                Store = new FileSegmentStore(),
                Board = board,
                Log = log,
                Events = events,
                Incoming = incoming,
                Pins = new EspPins(),
                Probe = new SystemProbe(),
                Radio = _radio,
            };
            _device = new Device(settings, configuration, hardware, new PayloadLoader(), (uint)new Random().Next());
            new DeviceRunner(_device, board, new Supervisor(configuration.Uplink.BackoffCapMs + UplinkMarginMs)).Run();
        }

        // Without a configuration there is nothing to do but to say so, for whoever looks at the serial console.
        private static Hashtable WaitForConfiguration(out DeviceConfiguration configuration)
        {
            string path = FileSegmentStore.Root + DeviceConfiguration.FileName;
            while (true)
            {
                if (File.Exists(path))
                {
                    ArrayList errors = new ArrayList();
                    Hashtable settings = ConfigurationReader.Parse(File.ReadAllText(path), errors);
                    configuration = settings == null ? null : ConfigurationReader.Read(settings, errors);
                    if (configuration != null)
                    {
                        return settings;
                    }

                    for (int i = 0; i < errors.Count; i++)
                    {
                        Console.WriteLine((string)errors[i]);
                    }
                }
                else
                {
                    Console.WriteLine("config: " + path + " is not there; write it with 'DroneLink provision' and nanoff --filedeployment");
                }

                Thread.Sleep(RetryMs);
            }
        }
    }
}

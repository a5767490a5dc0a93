using System;
using System.Collections;
using System.IO;
using System.Threading;
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

        private static DeviceParts _parts;

        /// <summary>Runs for ever; what cannot be put together is tried again from the start.</summary>
        public static void Main()
        {
            Console.WriteLine("DroneLink " + FirmwareVersion.Text);
            try
            {
                Run();
            }
            catch (Exception e)
            {
                // A program that ends leaves a powered board that does nothing.
                Console.WriteLine("start: " + e.Message);
            }

            DeviceRunner.Close(_parts);
            Thread.Sleep(RetryMs);
            Power.RebootDevice();
        }

        private static void Run()
        {
            DeviceConfiguration configuration = WaitForConfiguration();
            LinkEventQueue events = new LinkEventQueue();
            EspLinkBoard board = new EspLinkBoard(configuration, events);
            _parts = DeviceParts.Open(configuration, new EspPins());
            Device device = new Device(
                configuration,
                new FileSegmentStore(),
                board,
                events,
                new SystemProbe(),
                _parts,
                (uint)new Random().Next());
            new DeviceRunner(device, _parts, board, new Supervisor(configuration.Uplink.BackoffCapMs + UplinkMarginMs)).Run();
        }

        // Without a configuration there is nothing to do but to say so, for whoever looks at the serial console.
        private static DeviceConfiguration WaitForConfiguration()
        {
            string path = FileSegmentStore.Root + DeviceConfiguration.FileName;
            while (true)
            {
                if (File.Exists(path))
                {
                    ArrayList errors = new ArrayList();
                    DeviceConfiguration configuration = ConfigurationReader.Read(File.ReadAllText(path), errors);
                    if (configuration != null)
                    {
                        return configuration;
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

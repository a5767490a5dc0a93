using System;
using System.Collections;
using System.Reflection;
using System.Threading;
using DroneLink.Firmware.Application;
using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Payload;

namespace DroneLink.Firmware.Board
{
    /// <summary>Enters the payload that is built in, or loads one beside it. nanoCLR tells the two apart though they have one name.</summary>
    public sealed class PayloadLoader : IPayloadSource
    {
        // nanoframework/Home#968: an image that was only just read has failed to load without a pause before it.
        private const int SettleMs = 20;

        // What Board.nfproj refers to: nothing in nanoFramework lists the assemblies that there are.
        private static readonly string[] Names =
        {
            "mscorlib", "nanoFramework.Runtime.Native", "nanoFramework.Runtime.Events", "nanoFramework.System.Collections", "nanoFramework.System.Text",
            "System.Math", "System.Threading", "System.IO.Streams", "System.IO.FileSystem", "System.Net", "System.Net.Http", "System.Device.Wifi",
            "System.Device.Adc", "System.IO.Ports", "nanoFramework.Hardware.Esp32", "nanoFramework.M2Mqtt.Core", "nanoFramework.M2Mqtt", "nanoFramework.Json",
            "nanoFramework.Networking.Sntp", "System.Device.Gpio", "System.Device.I2c", "nanoFramework.Device.OneWire", "DroneLink.Drivers", "DroneLink.Firmware",
        };

        /// <inheritdoc/>
        public string Runtime => OtaOptions.NanoRuntime;

        /// <inheritdoc/>
        public int BuiltInVersion => FirmwareVersion.Packed;

        /// <inheritdoc/>
        public int BuiltInBuild => FirmwareVersion.Build;

        /// <inheritdoc/>
        public Hashtable Libraries
        {
            get
            {
                Hashtable libraries = new Hashtable();
                for (int i = 0; i < Names.Length; i++)
                {
                    try
                    {
                        Version version = Assembly.Load(Names[i]).GetName().Version;
                        libraries.Add(Names[i], version.Major.ToString() + "." + version.Minor.ToString());
                    }
                    catch (Exception)
                    {
                        // One that is not there, nothing can refer to.
                    }
                }

                return libraries;
            }
        }

        /// <inheritdoc/>
        public IPayload Create(byte[] image, PayloadContext context)
        {
            if (image == null)
            {
                return Entry.Create(context);
            }

            Thread.Sleep(SettleMs);
            Type entry = Assembly.Load(image).GetType("DroneLink.Firmware.Application.Entry");
            if (entry == null)
            {
                throw new Exception("the image has no class Entry");
            }

            return (IPayload)entry.GetMethod("Create").Invoke(null, new object[] { context });
        }
    }
}

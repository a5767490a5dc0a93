using System;
using System.Collections;
using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.Payload;

namespace DroneLink.Firmware.Application
{
    /// <summary>Where the bootstrap enters the payload: by this name, also that of a payload that came over the air.</summary>
    public static class Entry
    {
        /// <summary>Reads what is connected, opens it, and puts the payload together.</summary>
        /// <param name="context">What the bootstrap offers.</param>
        /// <returns>The payload.</returns>
        /// <exception cref="ArgumentException">The configuration is wrong; the message names every wrong value, one a line.</exception>
        /// <exception cref="Exception">A part cannot be opened; then none is left open.</exception>
        public static IPayload Create(PayloadContext context)
        {
            ArrayList errors = new ArrayList();
            ApplicationConfiguration configuration = ApplicationConfigurationReader.Read(context.Settings, errors);
            if (configuration == null && context.FileSettings != null && context.FileSettings != context.Settings)
            {
                context.SettingsProblem = (string)errors[0];
                errors.Clear();
                configuration = ApplicationConfigurationReader.Read(context.FileSettings, errors);
            }

            if (configuration == null)
            {
                string text = "";
                for (int i = 0; i < errors.Count; i++)
                {
                    text += (i == 0 ? "" : "\n") + (string)errors[i];
                }

                throw new ArgumentException(text);
            }

            DeviceParts parts = DeviceParts.Open(configuration, context.Pins);
            try
            {
                return new DeviceApplication(context, configuration, parts);
            }
            catch (Exception)
            {
                parts.Dispose();
                throw;
            }
        }
    }
}

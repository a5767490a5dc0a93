using System;
using System.Collections;
using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.Payload;

namespace DroneLink.Firmware.Application;

/// <summary>A release that is good on most devices. What it is on others, the name of their link says.</summary>
public static class Entry
{
    /// <summary>Name of a link on whose devices it crashes at its start.</summary>
    public const string CrashingLink = "crashing";

    /// <summary>Name of a link on whose devices it starts, and the cloud never hears of it.</summary>
    public const string SilentLink = "silent";

    /// <summary>Puts it together, or does not.</summary>
    public static IPayload Create(PayloadContext context)
    {
        if (context == null)
        {
            throw new ArgumentNullException(nameof(context));
        }

        switch (context.Settings["linkId"])
        {
            case CrashingLink:
                throw new InvalidOperationException("this release crashes here");
            case SilentLink:
                return new SilentPayload();
            default:
                var configuration = ApplicationConfigurationReader.Read(context.Settings, new ArrayList());
                return new DeviceApplication(context, configuration, DeviceParts.Open(configuration, context.Pins));
        }
    }
}

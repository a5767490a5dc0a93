using System;
using DroneLink.Firmware.Payload;

namespace DroneLink.Firmware.Application;

/// <summary>A release that crashes at its start.</summary>
public static class Entry
{
    /// <summary>Throws.</summary>
    public static IPayload Create(PayloadContext context)
    {
        throw new InvalidOperationException("this release crashes at its start");
    }
}

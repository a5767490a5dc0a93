using DroneLink.Firmware.Payload;

namespace DroneLink.Firmware.Application;

/// <summary>A release that starts well, and of which the cloud never hears: it records nothing.</summary>
public sealed class Entry : IPayload
{
    /// <inheritdoc/>
    public string Version => FirmwareVersion.Text;

    /// <inheritdoc/>
    public int Build => FirmwareVersion.Build;

    /// <inheritdoc/>
    public FlightState Flight => FlightState.Disarmed;

    /// <inheritdoc/>
    public bool MayRestart => true;

    /// <summary>Returns it.</summary>
    public static IPayload Create(PayloadContext context)
    {
        return context == null ? null : new Entry();
    }

    /// <inheritdoc/>
    public void Start(long nowMs)
    {
    }

    /// <inheritdoc/>
    public void Step(long nowMs)
    {
    }

    /// <inheritdoc/>
    public bool TryTakeUtc(out long utcMs)
    {
        utcMs = 0;
        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}

using System.Collections;
using DroneLink.Firmware.Commands;
using DroneLink.Firmware.Payload;

namespace DroneLink.Firmware.Application;

/// <summary>Runs well and records nothing.</summary>
internal sealed class SilentPayload : IPayload
{
    /// <inheritdoc/>
    public string Version => FirmwareVersion.Text;

    /// <inheritdoc/>
    public int Build => FirmwareVersion.Build;

    /// <inheritdoc/>
    public FlightState Flight => FlightState.Disarmed;

    /// <inheritdoc/>
    public bool MayRestart => true;

    /// <inheritdoc/>
    public IPayloadCommands Commands => null;

    /// <inheritdoc/>
    public void CheckSettings(Hashtable settings, ArrayList errors)
    {
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
    public void TakeBeacon(string topic, byte[] payload, long nowMs)
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

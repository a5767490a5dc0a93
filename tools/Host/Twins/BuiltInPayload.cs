using DroneLink.Firmware.Application;
using DroneLink.Firmware.Payload;

namespace DroneLink.Host.Twins;

/// <summary>Enters the payload that this program was built with.</summary>
internal sealed class BuiltInPayload : IPayloadSource
{
    /// <inheritdoc/>
    public IPayload Create(PayloadContext context) => Entry.Create(context);
}

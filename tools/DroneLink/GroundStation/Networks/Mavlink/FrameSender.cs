using DroneLink.Host.Mavlink;

namespace DroneLink.Tool.GroundStation.Networks.Mavlink;

/// <summary>Takes a frame; it is valid during the call.</summary>
public delegate void FrameHandler(ReadOnlySpan<byte> frame);

/// <summary>One component of a vehicle as MAVLink shows it; its frames go to a handler.</summary>
internal sealed class FrameSender(byte systemId, byte componentId, FrameHandler handler) : MavlinkMessageWriter(systemId, componentId)
{
    /// <inheritdoc/>
    protected override void Send(ReadOnlySpan<byte> frame) => handler(frame);
}

using System.Collections;
using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Payload;

namespace DroneLink.Simulation.Fleet;

/// <summary>Makes the payload of one device.</summary>
internal sealed class FleetPayloadSource(FleetDevice device) : IPayloadSource
{
    /// <summary>The payload that was made last.</summary>
    public FleetPayload? Payload { get; private set; }

    public string Runtime => OtaOptions.HostRuntime;

    public int BuiltInVersion => 0x10000;

    public int BuiltInBuild => 1;

    public Hashtable Libraries { get; } = [];

    public IPayload Create(byte[] image, PayloadContext context) => Payload = new FleetPayload(context, device);
}

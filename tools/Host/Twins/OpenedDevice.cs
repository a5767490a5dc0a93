using System.Collections;
using DroneLink.Firmware;
using DroneLink.Firmware.Application;
using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Payload;
using DroneLink.Firmware.Peers;
using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Uplink;
using DroneLink.Host.Board;

namespace DroneLink.Host.Twins;

/// <summary>A device with the built-in payload on parts that are open already: for a bench or a replay, which have a world of their own.</summary>
public sealed class OpenedDevice : IPayloadSource
{
    private readonly ApplicationConfiguration _configuration;
    private readonly DeviceParts _parts;

    /// <summary>Puts it together and reads what its flash holds.</summary>
    /// <param name="configuration">What it is told.</param>
    /// <param name="flash">Its flash. Borrowed.</param>
    /// <param name="board">Its side to the network. Borrowed.</param>
    /// <param name="events">What that side posts. Borrowed.</param>
    /// <param name="parts">What is connected. Borrowed.</param>
    /// <param name="random">Differs between boots.</param>
    /// <param name="radio">Its way to the drones around; null for none. Borrowed.</param>
    public OpenedDevice(
        ApplicationConfiguration configuration,
        ISegmentStore flash,
        ILinkBoard board,
        LinkEventQueue events,
        DeviceParts parts,
        uint random,
        IPeerRadio? radio = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        _configuration = configuration;
        _parts = parts;
        Incoming = new IncomingMessages(new MqttTopics(configuration.Uplink.FleetId, configuration.Uplink.DeviceId));
        var hardware = new DeviceHardware
        {
            Store = flash,
            Board = board,
            Events = events,
            Incoming = Incoming,
            Probe = new HostSystemProbe(),
            Radio = radio,
        };
        Device = new Device([], configuration, hardware, this, random);
    }

    /// <summary>The device.</summary>
    public Device Device { get; }

    /// <summary>Takes what comes to it over MQTT.</summary>
    public IncomingMessages Incoming { get; }

    /// <summary>What runs on it.</summary>
    public DeviceApplication Application { get; private set; } = null!;

    string IPayloadSource.Runtime => OtaOptions.HostRuntime;

    int IPayloadSource.BuiltInVersion => FirmwareVersion.Packed;

    int IPayloadSource.BuiltInBuild => FirmwareVersion.Build;

    Hashtable IPayloadSource.Libraries => [];

    IPayload IPayloadSource.Create(byte[] image, PayloadContext context) => Application = new DeviceApplication(context, _configuration, _parts);
}

using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Iot;

namespace DroneLink.Tool.GroundStation.Mqtt;

/// <summary>What a topic means for the device that wants to publish there.</summary>
public enum DeviceTopic
{
    /// <summary>Not its to publish.</summary>
    Foreign,

    /// <summary>Telemetry frames, for the ingest alone.</summary>
    Frames,

    /// <summary>Whether it is online; retained.</summary>
    Status,

    /// <summary>What became of a command.</summary>
    CommandResult,

    /// <summary>Its position, for the other devices of the fleet.</summary>
    Peers,

    /// <summary>What it asks for of an update.</summary>
    OtaRequest,
}

/// <summary>The topics of one device: the only ones that it may use. Immutable.</summary>
public sealed class DeviceTopics
{
    private readonly string _frames;
    private readonly string _status;
    private readonly string _commandResult;
    private readonly string _command;
    private readonly string _ownPeer;
    private readonly string _allPeers;
    private readonly string _ota;
    private readonly string _otaRequest;

    /// <summary>Makes the topics of a device.</summary>
    public DeviceTopics(DeviceIdentity device)
    {
        ArgumentNullException.ThrowIfNull(device);
        var fleet = $"dl/v1/{device.FleetId}/";
        var own = $"{fleet}{device.DeviceId}/";
        _frames = own + "frames";
        _status = own + "status";
        _command = own + "command";
        _commandResult = own + "command-result";
        _ownPeer = $"{fleet}peers/{device.DeviceId}";
        _allPeers = fleet + "peers/+";
        _ota = own + IotTopics.Ota;
        _otaRequest = own + IotTopics.OtaRequest;
    }

    /// <summary>Says what a topic is to this device when it publishes.</summary>
    public DeviceTopic Classify(string? topic)
    {
        if (topic == _frames) return DeviceTopic.Frames;
        if (topic == _status) return DeviceTopic.Status;
        if (topic == _ownPeer) return DeviceTopic.Peers;
        if (topic == _otaRequest) return DeviceTopic.OtaRequest;
        return topic == _commandResult ? DeviceTopic.CommandResult : DeviceTopic.Foreign;
    }

    /// <summary>Says whether this device may subscribe. Filters are compared as they are written: a wider one is never ours.</summary>
    public bool MaySubscribe(string? filter) => filter == _command || filter == _allPeers || filter == _ota;
}

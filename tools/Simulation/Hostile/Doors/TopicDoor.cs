using System.Text;
using DroneLink.CloudSdk.Iot;
using DroneLink.Simulation.Campaigns;
using DroneLink.Tool.GroundStation.Mqtt;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>Topics that a device publishes to or subscribes to: its own ones, character for character, and no other.</summary>
internal sealed class TopicDoor : Door
{
    private static readonly Dictionary<string, DeviceTopic> Own = new(StringComparer.Ordinal)
    {
        [IotTopics.Of(Samples.Fleet, Samples.Device, "frames")] = DeviceTopic.Frames,
        [IotTopics.Of(Samples.Fleet, Samples.Device, "status")] = DeviceTopic.Status,
        [IotTopics.Of(Samples.Fleet, Samples.Device, "command-result")] = DeviceTopic.CommandResult,
        [IotTopics.Of(Samples.Fleet, Samples.Device, "ota-request")] = DeviceTopic.OtaRequest,
        [$"dl/v1/{Samples.Fleet}/peers/{Samples.Device}"] = DeviceTopic.Peers,
    };

    private static readonly string[] Heard = [$"dl/v1/{Samples.Fleet}/{Samples.Device}/command", $"dl/v1/{Samples.Fleet}/{Samples.Device}/ota", $"dl/v1/{Samples.Fleet}/peers/+"];

    private readonly DeviceTopics _topics = new(Samples.Kite);
    private readonly Firmware.Uplink.MqttTopics _device = new(Samples.Fleet, Samples.Device);
    private string _topic = "";
    private DeviceTopic _class;
    private bool _maySubscribe;

    /// <inheritdoc/>
    public override string Name => "topic";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } = [.. Hostile.Words.Of([.. Own.Keys, .. Heard])];

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words { get; } = [.. Hostile.Words.Text, .. Hostile.Words.Of(Samples.OtherDevice, "/frames", "dl/v1/", "peers/", "$share/a/", "$SYS/")];

    /// <inheritdoc/>
    public override int MaxBytes => 300;

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        _topic = Encoding.UTF8.GetString(input);
        _class = _topics.Classify(_topic);
        _maySubscribe = _topics.MaySubscribe(_topic);
        return new Outcome(_class != DeviceTopic.Foreign || _maySubscribe, ((int)_class * 16) + ((int)_device.KindOf(_topic) * 2) + (_maySubscribe ? 1 : 0));
    }

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        ViolationException.Unless(_class == Own.GetValueOrDefault(_topic, DeviceTopic.Foreign), () => $"'{_topic}' is {_class}");
        ViolationException.Unless(_maySubscribe == Heard.Contains(_topic), () => $"'{_topic}' may {(_maySubscribe ? "" : "not ")}be heard");
    }
}

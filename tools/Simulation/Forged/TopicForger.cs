using DroneLink.CloudSdk.Iot;
using DroneLink.CloudSdk.Tests.Iot;
using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Hostile;
using DroneLink.Tool.GroundStation.Mqtt;

namespace DroneLink.Simulation.Forged;

/// <summary>A device that publishes to others' topics or listens to them, by the rules of the ground station's broker and by IoT Core's policy: both say the same, and no.</summary>
internal sealed class TopicForger : Forger
{
    private const string Topics = "arn:aws:iot:eu-central-1:123456789012:topic/";
    private const string Filters = "arn:aws:iot:eu-central-1:123456789012:topicfilter/";

    private static readonly string[] Words = ["frames", "status", "command-result", "ota-request", "command", "ota"];
    private static readonly PolicyModel Policy = new(IotDocuments.DevicePolicy(new AwsPlace("eu-central-1", "123456789012")));

    private readonly DeviceTopics _broker = new(Samples.Kite);

    /// <inheritdoc/>
    public override string Name => "topics of others";

    /// <inheritdoc/>
    public override bool TakesGenuine() =>
        Words[..4].All(word => MayPublish(IotTopics.Of(Samples.Fleet, Samples.Device, word))) && MayPublish($"dl/v1/{Samples.Fleet}/peers/{Samples.Device}")
        && Words[4..].All(word => MayHear(IotTopics.Of(Samples.Fleet, Samples.Device, word))) && MayHear($"dl/v1/{Samples.Fleet}/peers/+");

    /// <inheritdoc/>
    public override bool Takes(Random random, out string forgery)
    {
        var word = Words[random.Next(Words.Length)];
        string[] topics =
        [
            IotTopics.Of(Samples.Fleet, Samples.OtherDevice, word), IotTopics.Of("another-fleet", Samples.Device, word), $"dl/v1/{Samples.Fleet}/peers/{Samples.OtherDevice}",
            $"dl/v1/{Samples.Fleet}/+/{word}", $"dl/v1/{Samples.Fleet}/#", "#", "+/+/+/+/+", $"$share/a/dl/v1/{Samples.Fleet}/+/{word}", $"$SYS/{word}",
            $"dl/v1/{Samples.Fleet}/{Samples.Device}/../{Samples.OtherDevice}/{word}", $"dl/v1//{Samples.Device}/{word}", $"dl/v1/{Samples.Fleet}/peers/{Samples.Device}/{word}",
            Change.Text(random, IotTopics.Of(Samples.Fleet, Samples.Device, word)), Change.Text(random, IotTopics.Of(Samples.Fleet, Samples.OtherDevice, word)),
        ];
        var topic = topics[random.Next(topics.Length)];
        forgery = $"'{topic}'";

        // A change may come to another topic of the device's own.
        if (Words.Any(own => topic == IotTopics.Of(Samples.Fleet, Samples.Device, own))) return false;
        return MayPublish(topic) || MayHear(topic);
    }

    private bool MayPublish(string topic)
    {
        var byBroker = _broker.Classify(topic) != DeviceTopic.Foreign;
        var byPolicy = Policy.Allows("iot:Publish", Topics + topic, Samples.Device, Samples.Fleet);
        ViolationException.Unless(byBroker == byPolicy, () => $"'{topic}' may be published to by the {(byBroker ? "broker" : "policy")} alone");
        return byBroker;
    }

    private bool MayHear(string filter)
    {
        var byBroker = _broker.MaySubscribe(filter);
        var byPolicy = Policy.Allows("iot:Subscribe", Filters + filter, Samples.Device, Samples.Fleet);
        ViolationException.Unless(byBroker == byPolicy, () => $"'{filter}' may be heard by the {(byBroker ? "broker" : "policy")} alone");
        return byBroker;
    }
}

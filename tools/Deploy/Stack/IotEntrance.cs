using Amazon.CDK.AWS.SQS;
using Constructs;

namespace DroneLink.Deploy.Stack;

/// <summary>What comes over MQTT: frames to the stream, what became of commands and which devices are there again to the function of commands, what is asked of updates to its own.</summary>
internal sealed class IotEntrance : Construct
{
    public IotEntrance(Construct scope, string id, StackSettings settings, Grants grants, DataStores stores, Functions functions)
        : base(scope, id)
    {
        const string Frames = "dl/v1/+/+/frames";
        var prefix = settings.Prefix.Replace('-', '_');
        Failed = new DeadLetterQueue(this, "Failed", settings.Prefix + "-failed-messages").Queue;
        var frames = functions.Iot is { } iot
            ? IotRule.ToFunction(this, "Frames", prefix + "_frames", Frames, iot, Failed)
            : IotRule.ToStream(this, "Frames", prefix + "_frames", Frames, stores, grants, Failed);
        var results = IotRule.ToFunction(
            this, "Results", prefix + "_command_results", "dl/v1/+/+/command-result", functions.Command, Failed);
        var updates = IotRule.ToFunction(this, "Updates", prefix + "_ota_requests", "dl/v1/+/+/ota-request", functions.Ota, Failed);
        var online = IotRule.OnlineToFunction(this, "Online", prefix + "_online", functions.Command, Failed);
        Rules = [frames, results, updates, online];
    }

    public IReadOnlyList<IotRule> Rules { get; }

    /// <summary>Messages that a rule could not hand on, with the reason.</summary>
    public Queue Failed { get; }
}

using Amazon.CDK.AWS.SQS;
using Constructs;

namespace DroneLink.Deploy.Stack;

/// <summary>What comes over MQTT: frames to the stream, and what became of commands to the function that logs them.</summary>
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
        Rules = [frames, results];
    }

    public IReadOnlyList<IotRule> Rules { get; }

    /// <summary>Messages that a rule could not hand on, with the reason.</summary>
    public Queue Failed { get; }
}

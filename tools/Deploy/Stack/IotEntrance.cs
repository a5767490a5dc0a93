using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.IoT;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.SQS;
using Constructs;

namespace DroneLink.Deploy.Stack;

/// <summary>The IoT rule that takes frames from MQTT to the stream, and what becomes of those that it cannot hand on.</summary>
internal sealed class IotEntrance : Construct
{
    private const string Topic = "FROM 'dl/v1/+/+/frames'";

    // The whole message as it came: a frame is binary.
    private const string ToStream = "SELECT * " + Topic;

    private const string ToFunction =
        "SELECT encode(*, 'base64') AS data, topic(3) AS fleetId, topic(4) AS deviceId, timestamp() AS iotTs, principal() AS principal " + Topic;

    public IotEntrance(Construct scope, string id, StackSettings settings, Grants grants, DataStores stores, TelemetryFunction? function)
        : base(scope, id)
    {
        var stack = Amazon.CDK.Stack.Of(this);
        RuleName = settings.Prefix.Replace('-', '_') + "_frames";
        var ruleArn = stack.FormatArn(new ArnComponents { Service = "iot", Resource = "rule", ResourceName = RuleName });
        Failed = new DeadLetterQueue(this, "Failed", settings.Prefix + "-failed-frames").Queue;

        // Conditions, so that a rule of somebody else's account cannot make IoT act in this role.
        var role = new Role(this, "Role", new RoleProps
        {
            AssumedBy = new ServicePrincipal("iot.amazonaws.com", new ServicePrincipalOpts
            {
                Conditions = new Dictionary<string, object>
                {
                    ["StringEquals"] = new Dictionary<string, object> { ["aws:SourceAccount"] = stack.Account },
                    ["ArnEquals"] = new Dictionary<string, object> { ["aws:SourceArn"] = ruleArn },
                },
            }),
            Description = $"What the rule {RuleName} may do.",
        });
        Grants.Allow(role, [Failed.QueueArn], "sqs:SendMessage");
        if (function is null)
            grants.PutOneToStream(role);

        var rule = new CfnTopicRule(this, "Rule", new CfnTopicRuleProps
        {
            RuleName = RuleName,
            TopicRulePayload = new CfnTopicRule.TopicRulePayloadProperty
            {
                Description = "Telemetry frames of devices.",
                Sql = function is null ? ToStream : ToFunction,
                AwsIotSqlVersion = "2016-03-23",
                RuleDisabled = false,
                Actions = new[] { function is null ? StreamAction(stores, role) : FunctionAction(function) },

                // Holds the message, base64, and why: without it what fails here is lost without a word.
                ErrorAction = new CfnTopicRule.ActionProperty
                {
                    Sqs = new CfnTopicRule.SqsActionProperty { QueueUrl = Failed.QueueUrl, RoleArn = role.RoleArn, UseBase64 = false },
                },
            },
        });
        rule.Node.AddDependency(role);
        if (function is not null)
        {
            function.Function.AddPermission("Rule", new Permission
            {
                Principal = new ServicePrincipal("iot.amazonaws.com"),
                SourceArn = ruleArn,
                SourceAccount = stack.Account,
            });
        }

        ActionType = function is null ? "Kinesis" : "Lambda";
    }

    public string RuleName { get; }

    /// <summary>The rule's action as its metrics call it.</summary>
    public string ActionType { get; }

    /// <summary>Frames that the rule could not hand on, with the reason.</summary>
    public Queue Failed { get; }

    // The partition key is the device, so that its frames stay in their order.
    private static CfnTopicRule.ActionProperty StreamAction(DataStores stores, Role role) => new()
    {
        Kinesis = new CfnTopicRule.KinesisActionProperty
        {
            StreamName = stores.Stream.StreamName,
            PartitionKey = "${topic(4)}",
            RoleArn = role.RoleArn,
        },
    };

    private static CfnTopicRule.ActionProperty FunctionAction(TelemetryFunction function) => new()
    {
        Lambda = new CfnTopicRule.LambdaActionProperty { FunctionArn = function.Function.FunctionArn },
    };
}

using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.IoT;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.SQS;
using Constructs;

namespace DroneLink.Deploy.Stack;

/// <summary>An IoT rule: messages of a topic to the stream or to a function, and what it cannot hand on into a queue.</summary>
internal sealed class IotRule : Construct
{
    private readonly Role _role;
    private readonly string _arn;

    private IotRule(Construct scope, string id, string name, Queue failed)
        : base(scope, id)
    {
        var stack = Amazon.CDK.Stack.Of(this);
        Name = name;
        _arn = stack.FormatArn(new ArnComponents { Service = "iot", Resource = "rule", ResourceName = name });

        // Conditions, so that a rule of somebody else's account cannot make IoT act in this role.
        _role = new Role(this, "Role", new RoleProps
        {
            AssumedBy = new ServicePrincipal("iot.amazonaws.com", new ServicePrincipalOpts
            {
                Conditions = new Dictionary<string, object>
                {
                    ["StringEquals"] = new Dictionary<string, object> { ["aws:SourceAccount"] = stack.Account },
                    ["ArnEquals"] = new Dictionary<string, object> { ["aws:SourceArn"] = _arn },
                },
            }),
            Description = $"What the rule {name} may do.",
        });
        Grants.Allow(_role, [failed.QueueArn], "sqs:SendMessage");
    }

    /// <summary>The rule's name: letters, digits and underscores are all that it can have.</summary>
    public string Name { get; }

    /// <summary>The rule's action as its metrics call it.</summary>
    public string ActionType { get; private init; } = "";

    /// <summary>Whole messages, as they came, to the stream.</summary>
    public static IotRule ToStream(Construct scope, string id, string name, string topicFilter, DataStores stores, Grants grants, Queue failed)
    {
        var rule = new IotRule(scope, id, name, failed) { ActionType = "Kinesis" };
        grants.PutOneToStream(rule._role);

        // The partition key is the device, so that its frames stay in their order.
        rule.Make($"SELECT * FROM '{topicFilter}'", failed, new CfnTopicRule.ActionProperty
        {
            Kinesis = new CfnTopicRule.KinesisActionProperty
            {
                StreamName = stores.Stream.StreamName,
                PartitionKey = "${topic(4)}",
                RoleArn = rule._role.RoleArn,
            },
        });
        return rule;
    }

    /// <summary>Messages to a function, in base64 since it takes JSON only, with who sent them.</summary>
    public static IotRule ToFunction(Construct scope, string id, string name, string topicFilter, TelemetryFunction function, Queue failed) =>
        ToFunction(scope, id, name, "encode(*, 'base64') AS data", $"'{topicFilter}'", function, failed);

    /// <summary>That a device is there again, to a function.</summary>
    public static IotRule OnlineToFunction(Construct scope, string id, string name, TelemetryFunction function, Queue failed) =>
        ToFunction(scope, id, name, "state", "'dl/v1/+/+/status' WHERE state = 'online'", function, failed);

    private static IotRule ToFunction(
        Construct scope, string id, string name, string selected, string from, TelemetryFunction function, Queue failed)
    {
        var rule = new IotRule(scope, id, name, failed) { ActionType = "Lambda" };
        rule.Make(
            $"SELECT {selected}, topic(3) AS fleetId, topic(4) AS deviceId, timestamp() AS iotTs, principal() AS principal FROM {from}",
            failed,
            new CfnTopicRule.ActionProperty { Lambda = new CfnTopicRule.LambdaActionProperty { FunctionArn = function.Function.FunctionArn } });
        function.Function.AddPermission(id, new Permission
        {
            Principal = new ServicePrincipal("iot.amazonaws.com"),
            SourceArn = rule._arn,
            SourceAccount = Amazon.CDK.Stack.Of(rule).Account,
        });
        return rule;
    }

    private void Make(string sql, Queue failed, CfnTopicRule.ActionProperty action)
    {
        var rule = new CfnTopicRule(this, "Rule", new CfnTopicRuleProps
        {
            RuleName = Name,
            TopicRulePayload = new CfnTopicRule.TopicRulePayloadProperty
            {
                Sql = sql,
                AwsIotSqlVersion = "2016-03-23",
                RuleDisabled = false,
                Actions = new[] { action },

                // The message, base64, and why: without this, what fails here is lost without a word.
                ErrorAction = new CfnTopicRule.ActionProperty
                {
                    Sqs = new CfnTopicRule.SqsActionProperty { QueueUrl = failed.QueueUrl, RoleArn = _role.RoleArn, UseBase64 = false },
                },
            },
        });
        rule.Node.AddDependency(_role);
    }
}

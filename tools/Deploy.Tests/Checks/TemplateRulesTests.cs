using System.Text.Json.Nodes;
using DroneLink.Deploy.Checks;
using DroneLink.Deploy.Tests.Stack;

namespace DroneLink.Deploy.Tests.Checks;

/// <summary>Every rule is broken once: a good template, one change, and the rule that has to see it.</summary>
public sealed class TemplateRulesTests
{
    private static readonly Dictionary<string, (string Rule, Action<JsonObject> Break)> Breaks = new()
    {
        ["action *"] = ("wildcard-action", template => Statement(template, "ingest")["Action"] = "*"),
        ["action of a service *"] = ("wildcard-action", template => Statement(template, "ingest")["Action"] = new JsonArray("logs:PutLogEvents", "kinesis:*")),
        ["action that ends in *"] = ("wildcard-action", template => Statement(template, "query")["Action"] = "dynamodb:Get*"),
        ["action * in a key"] = ("wildcard-action", template => Key(template)["KeyPolicy"]!["Statement"]![0]!["Action"] = "kms:*"),
        ["action * in a role"] = ("wildcard-action", template => Templates.Properties(template, "AWS::IAM::Role", "query")["Policies"] = Inline("s3:*", "x")),
        ["not action"] = ("wildcard-action", template => Statement(template, "ingest")["NotAction"] = "iam:PassRole"),
        ["resource *"] = ("wildcard-resource", template => Statement(template, "project")["Resource"] = "*"),
        ["resource that ends in *"] = ("wildcard-resource", template => Statement(template, "project")["Resource"] = "arn:aws:s3:::logs-*"),
        ["resource * in parts"] = ("wildcard-resource", template => Statement(template, "project")["Resource"] =
            new JsonObject { ["Fn::Join"] = new JsonArray("", new JsonArray("arn:", Ref("AWS::Partition"), ":kinesis:", Ref("AWS::Region"), ":stream/*")) }),
        ["one of two resources *"] = ("wildcard-resource", template => Statement(template, "project")["Resource"] = new JsonArray("arn:aws:s3:::logs", "*")),
        ["resource * in a role"] = ("wildcard-resource", template => Templates.Properties(template, "AWS::IAM::Role", "query")["Policies"] = Inline("s3:GetObject", "*")),
        ["resource ?"] = ("wildcard-resource", template => Statement(template, "project")["Resource"] = "arn:aws:s3:::log?"),
        ["not resource"] = ("wildcard-resource", template => Statement(template, "project")["NotResource"] = "arn:aws:s3:::logs"),
        ["more than traces on *"] = ("wildcard-resource", template =>
            Statements(template, "ingest").Single(Has("xray:PutTraceSegments"))["Action"]!.AsArray().Add("xray:GetTraceSummaries")),
        ["all topics of a device"] = ("wildcard-resource", template => Topic(template, "dl/v1/*/*/*")),
        ["telemetry for commands"] = ("wildcard-resource", template => Topic(template, "dl/v1/*/*/frames")),
        ["all domains"] = ("wildcard-resource", template =>
            Domain(template)["AccessPolicies"]!["Statement"]![2]!["Resource"] = "arn:aws:es:x:y:domain/*"),
        ["other actions below a domain"] = ("wildcard-resource", template =>
            Domain(template)["AccessPolicies"]!["Statement"]![2]!["Action"] = new JsonArray("es:ESHttpPost", "es:ESHttpDelete")),
        ["domain for anybody"] = ("wildcard-principal", template => Domain(template)["AccessPolicies"]!["Statement"]![0]!["Principal"]!["AWS"] = "*"),
        ["key for anybody"] = ("wildcard-principal", template => Key(template)["KeyPolicy"]!["Statement"]![0]!["Principal"] = "*"),
        ["topic for anybody"] = ("wildcard-principal", template =>
            Templates.Properties(template, "AWS::SNS::TopicPolicy")["PolicyDocument"]!["Statement"]![0]!["Principal"] = new JsonObject { ["AWS"] = "*" }),
        ["role for anybody"] = ("wildcard-principal", template =>
            Templates.Properties(template, "AWS::IAM::Role", "IotFrames")["AssumeRolePolicyDocument"]!["Statement"]![0]!["Principal"]!["Service"] = "*"),
        ["not principal"] = ("wildcard-principal", template => Key(template)["KeyPolicy"]!["Statement"]![0]!["NotPrincipal"] = "x"),
        ["managed policy"] = ("managed-policy", template =>
            Templates.Properties(template, "AWS::IAM::Role", "query")["ManagedPolicyArns"] = new JsonArray("arn:aws:iam::aws:policy/ReadOnlyAccess")),
        ["function for a whole service"] = ("permission", template => Templates.Properties(template, "AWS::Lambda::Permission", "frames").Remove("SourceArn")),

        ["queue in the clear"] = ("encryption", template => Templates.Properties(template, "AWS::SQS::Queue", "FailedBatches").Remove("SqsManagedSseEnabled")),
        ["queue's encryption off"] = ("encryption", template => Templates.Properties(template, "AWS::SQS::Queue", "Iot")["SqsManagedSseEnabled"] = false),
        ["table in the clear"] = ("encryption", template => Table(template).Remove("SSESpecification")),
        ["table with another key"] = ("encryption", template => Table(template)["SSESpecification"]!.AsObject().Remove("KMSMasterKeyId")),
        ["stream in the clear"] = ("encryption", template => Templates.Properties(template, "AWS::Kinesis::Stream").Remove("StreamEncryption")),
        ["topic in the clear"] = ("encryption", template => Templates.Properties(template, "AWS::SNS::Topic").Remove("KmsMasterKeyId")),
        ["log in the clear"] = ("encryption", template => Templates.Properties(template, "AWS::Logs::LogGroup", "query").Remove("KmsKeyId")),
        ["access log in the clear"] = ("encryption", template => Templates.Properties(template, "AWS::Logs::LogGroup", "Http").Remove("KmsKeyId")),
        ["domain's disk in the clear"] = ("encryption", template => Domain(template)["EncryptionAtRestOptions"]!["Enabled"] = false),
        ["domain's nodes in the clear"] = ("encryption", template => Domain(template).Remove("NodeToNodeEncryptionOptions")),
        ["domain over HTTP"] = ("encryption", template => Domain(template)["DomainEndpointOptions"]!["EnforceHTTPS"] = false),
        ["domain over TLS 1.0"] = ("encryption", template => Domain(template)["DomainEndpointOptions"]!["TLSSecurityPolicy"] = "Policy-Min-TLS-1-0-2019-07"),
        ["domain without a policy"] = ("access-policy", template => Domain(template).Remove("AccessPolicies")),
        ["key for ever"] = ("encryption", template => Key(template)["EnableKeyRotation"] = false),

        ["table without recovery"] = ("recovery", template => Table(template).Remove("PointInTimeRecoverySpecification")),
        ["table that goes"] = ("recovery", template => Templates.One(template, "AWS::DynamoDB::Table")["DeletionPolicy"] = "Delete"),
        ["table that is replaced"] = ("recovery", template => Templates.One(template, "AWS::DynamoDB::Table").Remove("UpdateReplacePolicy")),
        ["key that goes"] = ("recovery", template => Templates.One(template, "AWS::KMS::Key")["DeletionPolicy"] = "Delete"),
        ["table without end"] = ("retention", template => Table(template).Remove("TimeToLiveSpecification")),
        ["table with another end"] = ("retention", template => Table(template)["TimeToLiveSpecification"]!["AttributeName"] = "ttl"),
        ["log without end"] = ("retention", template => Templates.Properties(template, "AWS::Logs::LogGroup", "ingest").Remove("RetentionInDays")),

        ["source without target"] = ("event-source", template => Source(template).Remove("DestinationConfig")),
        ["source with all or nothing"] = ("event-source", template => Source(template).Remove("FunctionResponseTypes")),
        ["source that does not halve"] = ("event-source", template => Source(template)["BisectBatchOnFunctionError"] = false),
        ["source without age"] = ("event-source", template => Source(template).Remove("MaximumRecordAgeInSeconds")),
        ["source older than the stream"] = ("event-source", template => Source(template)["MaximumRecordAgeInSeconds"] = 24 * 3600),
        ["source nobody watches"] = ("event-source", template => Remove(template, "AWS::CloudWatch::Alarm", "projectionbehind")),

        ["function without timeout"] = ("timeout", template => Templates.Properties(template, "AWS::Lambda::Function", "query").Remove("Timeout")),
        ["function without log"] = ("log", template => Templates.Properties(template, "AWS::Lambda::Function", "query").Remove("LoggingConfig")),
        ["function of another handler"] = ("handler", template => Templates.Properties(template, "AWS::Lambda::Function", "query")["Handler"] = "index"),
        ["errors nobody hears of"] = ("alarm", template => Remove(template, "AWS::CloudWatch::Alarm", "queryerrors")),
        ["throttles nobody hears of"] = ("alarm", template => Remove(template, "AWS::CloudWatch::Alarm", "ingestthrottles")),
        ["errors of another function"] = ("alarm", template => Templates.Properties(template, "AWS::CloudWatch::Alarm", "queryerrors")["Dimensions"] =
            Templates.Properties(template, "AWS::CloudWatch::Alarm", "ingesterrors")["Dimensions"]!.DeepClone()),
        ["dead letters nobody hears of"] = ("alarm", template => Remove(template, "AWS::CloudWatch::Alarm", "failedmessageswaiting")),
        ["alarm to nobody"] = ("alarm", template => Templates.Properties(template, "AWS::CloudWatch::Alarm", "searchred").Remove("AlarmActions")),

        ["API without limit"] = ("throttling", template => Stage(template).Remove("DefaultRouteSettings")),
        ["API without rate"] = ("throttling", template => Stage(template)["DefaultRouteSettings"]!.AsObject().Remove("ThrottlingRateLimit")),
        ["API without burst"] = ("throttling", template => Stage(template)["DefaultRouteSettings"]!.AsObject().Remove("ThrottlingBurstLimit")),
        ["commands without limit"] = ("throttling", template => Stage(template)["RouteSettings"]!.AsObject().Remove("POST /v1/devices/{id}/commands")),
        ["updates without limit"] = ("throttling", template => Stage(template)["RouteSettings"]!.AsObject().Remove("POST /v1/ota/{proxy+}")),
        ["commands as fast as all"] = ("throttling", template =>
            Stage(template)["RouteSettings"]!["POST /v1/devices/{id}/commands"]!["ThrottlingRateLimit"] = 500),
        ["API without stage"] = ("throttling", template => Remove(template, "AWS::ApiGatewayV2::Stage", "")),
        ["API without log"] = ("log", template => Stage(template).Remove("AccessLogSettings")),
        ["route for anybody"] = ("authorizer", template => Templates.Properties(template, "AWS::ApiGatewayV2::Route", "plan")["AuthorizationType"] = "NONE"),
        ["route without authorizer"] = ("authorizer", template => Templates.Properties(template, "AWS::ApiGatewayV2::Route", "plan").Remove("AuthorizerId")),
        ["answers that are remembered"] = ("authorizer", template =>
            Templates.Properties(template, "AWS::ApiGatewayV2::Authorizer")["AuthorizerResultTtlInSeconds"] = 60),
        ["answers that are remembered by default"] = ("authorizer", template =>
            Templates.Properties(template, "AWS::ApiGatewayV2::Authorizer").Remove("AuthorizerResultTtlInSeconds")),

        ["rule without error action"] = ("iot-rule", template => Rule(template).Remove("ErrorAction")),
        ["rule with an empty error action"] = ("iot-rule", template => Rule(template)["ErrorAction"] = new JsonObject()),
        ["rule without action"] = ("iot-rule", template => Rule(template)["Actions"] = new JsonArray()),
        ["rule of 2015"] = ("iot-rule", template => Rule(template)["AwsIotSqlVersion"] = "2015-10-08"),
        ["rule by fleet"] = ("iot-rule", template => Rule(template)["Actions"]![0]!["Kinesis"]!["PartitionKey"] = "${topic(3)}"),

        ["name without stage"] = ("name", template => Table(template)["TableName"] = "dronelink"),
        ["rule's name without stage"] = ("name", template => Templates.Properties(template, "AWS::IoT::TopicRule", "Frames")["RuleName"] = "frames"),
        ["log's name without stage"] = ("name", template => Templates.Properties(template, "AWS::Logs::LogGroup", "query")["LogGroupName"] = "/aws/lambda/query"),
        ["account"] = ("hard-coded", template => Statement(template, "ingest")["Resource"] = "arn:aws:logs:x:123456789012:y"),
        ["region"] = ("hard-coded", template => Statement(template, "ingest")["Resource"] = "arn:aws:logs:eu-central-1:x:y"),
    };

    public static TheoryData<string> Names() => [.. Breaks.Keys];

    public static TheoryData<string, string> Variables() => new()
    {
        { "ingest", "DRONELINK_STREAM" }, { "ingest", "DRONELINK_TABLE" }, { "ingest", "DRONELINK_RETENTION_DAYS" },
        { "iot", "DRONELINK_STREAM" }, { "iot", "DRONELINK_TABLE" },
        { "project", "DRONELINK_TABLE" }, { "project", "DRONELINK_RETENTION_DAYS" }, { "project", "DRONELINK_SEARCH_URL" },
        { "project", "DRONELINK_SEARCH_AUTH" }, { "project", "DRONELINK_SEARCH_PREFIX" },
        { "query", "DRONELINK_TABLE" }, { "query", "DRONELINK_SEARCH_URL" }, { "query", "DRONELINK_SEARCH_AUTH" }, { "query", "DRONELINK_SEARCH_PREFIX" },
        { "authorize", "DRONELINK_TABLE" }, { "command", "DRONELINK_TABLE" }, { "command", "DRONELINK_IOT_ENDPOINT" }, { "ota", "DRONELINK_TABLE" }, { "ota", "DRONELINK_IOT_ENDPOINT" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Broken_IsReported(string name)
    {
        var (rule, breakIt) = Breaks[name];
        var template = Templates.Default();
        breakIt(template);

        var violations = TemplateRules.Check(template, "prod-dronelink");

        Assert.NotEmpty(violations);
        Assert.All(violations, violation => Assert.Equal(rule, violation.Rule));
    }

    [Theory]
    [MemberData(nameof(Variables))]
    public void MissingVariable_IsReported(string handler, string variable)
    {
        var template = Templates.Full();
        Templates.Properties(template, "AWS::Lambda::Function", handler + "Function")["Environment"]!["Variables"]!.AsObject().Remove(variable);

        var violation = Assert.Single(TemplateRules.Check(template, "field-test-dronelink"));

        Assert.Equal("environment", violation.Rule);
        Assert.Contains(variable, violation.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FunctionOfTheRuleWithoutFailureTarget_IsReported()
    {
        var template = Templates.Full();
        Remove(template, "AWS::Lambda::EventInvokeConfig", "iotFunction");

        Assert.Equal("iot-rule", Assert.Single(TemplateRules.Check(template, "field-test-dronelink")).Rule);
    }

    [Fact]
    public void DeniedWildcard_IsNone()
    {
        var template = Templates.Default();
        var statement = Statement(template, "ingest");
        (statement["Effect"], statement["Action"], statement["Resource"]) = ("Deny", "*", "*");

        Assert.Empty(TemplateRules.Check(template, "prod-dronelink"));
    }

    private static List<JsonNode> Statements(JsonObject template, string role) =>
        [.. Templates.Properties(template, "AWS::IAM::Policy", role)["PolicyDocument"]!["Statement"]!.AsArray().Select(statement => statement!)];

    private static JsonNode Statement(JsonObject template, string role) => Statements(template, role)[0];

    private static Func<JsonNode, bool> Has(string action) => statement => statement["Action"]!.ToJsonString().Contains(action, StringComparison.Ordinal);

    private static void Topic(JsonObject template, string topic) => Statements(template, "command").Single(Has("iot:Publish"))["Resource"] = "arn:aws:iot:x:y:topic/" + topic;

    private static JsonArray Inline(string action, string resource) =>
    [
        new JsonObject
        {
            ["PolicyName"] = "inline",
            ["PolicyDocument"] = new JsonObject { ["Statement"] = new JsonObject { ["Effect"] = "Allow", ["Action"] = action, ["Resource"] = resource } },
        },
    ];

    private static JsonObject Ref(string name) => new() { ["Ref"] = name };

    private static JsonObject Key(JsonObject template) => Templates.Properties(template, "AWS::KMS::Key");

    private static JsonObject Table(JsonObject template) => Templates.Properties(template, "AWS::DynamoDB::Table");

    private static JsonObject Domain(JsonObject template) => Templates.Properties(template, "AWS::OpenSearchService::Domain");

    private static JsonObject Source(JsonObject template) => Templates.Properties(template, "AWS::Lambda::EventSourceMapping");

    private static JsonObject Stage(JsonObject template) => Templates.Properties(template, "AWS::ApiGatewayV2::Stage");

    private static JsonObject Rule(JsonObject template) => Templates.Properties(template, "AWS::IoT::TopicRule", "Frames")["TopicRulePayload"]!.AsObject();

    private static void Remove(JsonObject template, string type, string inId) => Templates.Resources(template).Remove(Templates.Resources(template)
        .Single(pair => (string?)pair.Value!["Type"] == type && pair.Key.Contains(inId, StringComparison.Ordinal)).Key);
}

using System.Text.Json.Nodes;
using DroneLink.Deploy.Checks;
using DroneLink.Deploy.Stack;

namespace DroneLink.Deploy.Tests.Stack;

public sealed class StackTests
{
    private const string Function = "AWS::Lambda::Function";

    [Fact]
    public void Default_KeepsEveryRule() => Assert.Empty(TemplateRules.Check(Templates.Default(), "prod-dronelink"));

    [Fact]
    public void EveryOption_KeepsEveryRule() => Assert.Empty(TemplateRules.Check(Templates.Full(), "field-test-dronelink"));

    [Fact]
    public void Default_HasTheseResources() => Assert.Equal(
        """
        1 AWS::ApiGatewayV2::Api
        1 AWS::ApiGatewayV2::Authorizer
        4 AWS::ApiGatewayV2::Integration
        10 AWS::ApiGatewayV2::Route
        1 AWS::ApiGatewayV2::Stage
        31 AWS::CloudWatch::Alarm
        1 AWS::DynamoDB::Table
        10 AWS::IAM::Policy
        10 AWS::IAM::Role
        4 AWS::IoT::TopicRule
        1 AWS::KMS::Alias
        1 AWS::KMS::Key
        1 AWS::Kinesis::Stream
        2 AWS::Lambda::EventInvokeConfig
        1 AWS::Lambda::EventSourceMapping
        6 AWS::Lambda::Function
        14 AWS::Lambda::Permission
        7 AWS::Logs::LogGroup
        1 AWS::OpenSearchService::Domain
        1 AWS::SNS::Topic
        1 AWS::SNS::TopicPolicy
        3 AWS::SQS::Queue
        3 AWS::SQS::QueuePolicy
        """,
        Kinds(Templates.Default()));

    [Fact]
    public void EveryOption_AddsTheFunctionIotAndTheMail()
    {
        var before = Kinds(Templates.Default()).Split('\n');

        var added = Kinds(Templates.Full()).Split('\n').Except(before);

        Assert.Equal(
            [
                "33 AWS::CloudWatch::Alarm", "11 AWS::IAM::Policy", "11 AWS::IAM::Role", "3 AWS::Lambda::EventInvokeConfig",
                "7 AWS::Lambda::Function", "15 AWS::Lambda::Permission", "8 AWS::Logs::LogGroup", "1 AWS::SNS::Subscription",
            ],
            added);
    }

    [Theory]
    [InlineData("POST /v1/frames", "ingest", "NONE")]
    [InlineData("GET /v1/{proxy+}", "query", "CUSTOM")]
    [InlineData("POST /v1/plan", "query", "CUSTOM")]
    [InlineData("POST /v1/devices/{id}/commands", "command", "CUSTOM")]
    [InlineData("GET /v1/devices/{id}/commands", "command", "CUSTOM")]
    [InlineData("GET /v1/devices/{id}/commands/{commandId}", "command", "CUSTOM")]
    [InlineData("GET /v1/ota/{proxy+}", "ota", "CUSTOM")]
    [InlineData("POST /v1/ota/{proxy+}", "ota", "CUSTOM")]
    [InlineData("GET /v1/devices/{id}/ota/manifest", "ota", "NONE")]
    [InlineData("GET /v1/devices/{id}/ota/{build}/image", "ota", "NONE")]
    public void Route_GoesToItsFunction(string key, string handler, string authorization)
    {
        var template = Templates.Default();
        var route = Templates.Resources(template).Select(pair => pair.Value!)
            .Single(resource => (string?)resource["Type"] == "AWS::ApiGatewayV2::Route" && (string?)resource["Properties"]!["RouteKey"] == key)["Properties"]!;

        Assert.Equal(authorization, (string?)route["AuthorizationType"]);
        var integration = Templates.Resources(template)[(string)route["Target"]!["Fn::Join"]![1]![1]!["Ref"]!]!["Properties"]!;
        var function = Templates.Resources(template)[(string)integration["IntegrationUri"]!["Fn::GetAtt"]![0]!]!["Properties"]!;
        Assert.Equal(handler, (string?)function["Handler"]);
        Assert.Equal("2.0", (string?)integration["PayloadFormatVersion"]);
    }

    [Fact]
    public void Functions_AreTheBootstrapOnArmWithTracesAndJsonLogs()
    {
        foreach (var (_, resource) in Templates.Resources(Templates.Full()).Where(pair => (string?)pair.Value!["Type"] == Function))
        {
            var function = resource!["Properties"]!;
            Assert.Equal("provided.al2023", (string?)function["Runtime"]);
            Assert.Equal("arm64", (string?)function["Architectures"]![0]);
            Assert.Equal("Active", (string?)function["TracingConfig"]!["Mode"]);
            Assert.Equal("JSON", (string?)function["LoggingConfig"]!["LogFormat"]);
        }
    }

    [Fact]
    public void AccessLog_IsOneLineOfJsonWithoutAnyHeader()
    {
        var format = (string)Templates.Properties(Templates.Default(), "AWS::ApiGatewayV2::Stage")["AccessLogSettings"]!["Format"]!;

        Assert.DoesNotContain('\n', format);
        Assert.DoesNotContain("header", format, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("$context.status", (string?)JsonNode.Parse(format)!["status"]);
    }

    [Fact]
    public void EventSource_HasTheBoundsOfTheDesign()
    {
        var source = Templates.Properties(Templates.Default(), "AWS::Lambda::EventSourceMapping");

        Assert.Equal(500, (int?)source["BatchSize"]);
        Assert.Equal(1, (int?)source["MaximumBatchingWindowInSeconds"]);
        Assert.Equal(2, (int?)source["ParallelizationFactor"]);
        Assert.Equal("TRIM_HORIZON", (string?)source["StartingPosition"]);
        Assert.Equal(20 * 3600, (int?)source["MaximumRecordAgeInSeconds"]);
    }

    [Fact]
    public void Table_IsOpenToEachFunctionAsFarAsItsCallsGo() => Assert.Equal(
        [
            "ingest: BatchGetItem GetItem Query, StringLike DEVICE#* X#*",
            "ingest: BatchWriteItem PutItem, StringLike X#*",
            "project: BatchGetItem GetItem Query, StringNotLike TOKEN#* CMD#*",
            "project: BatchWriteItem PutItem, StringNotLike TOKEN#* CMD#*",
            "query: BatchGetItem GetItem Query, StringNotLike TOKEN#* CMD#*",
            "authorize: BatchGetItem GetItem Query, StringLike TOKEN#* DEVICE#*",
            "command: BatchGetItem GetItem Query, StringLike CMD#* DEVICE#* X#*",
            "command: BatchWriteItem PutItem, StringLike CMD#* X#*",
            "command: UpdateItem, StringLike CMD#*",
            "ota: BatchGetItem GetItem Query, StringLike OTA#* DEVICE#*",
            "ota: BatchWriteItem PutItem, StringLike OTA#*",
            "iot: BatchGetItem GetItem Query, StringLike DEVICE#* X#*",
            "iot: BatchWriteItem PutItem, StringLike X#*",
        ],
        TablePolicies(Templates.Full()));

    [Fact]
    public void SearchDomain_IsWrittenByProjectAndSearchedByQuery() => Assert.Equal(
        [
            "FunctionsprojectRole: es:ESHttpGet es:ESHttpHead es:ESHttpPost es:ESHttpPut on /*",
            "FunctionsqueryRole: es:ESHttpGet es:ESHttpHead on /*",
            "FunctionsqueryRole: es:ESHttpPost on /*/_search",
        ],
        SearchPolicy(Templates.Default()));

    [Fact]
    public void SearchDomain_IsInNoRolesOwnPolicy()
    {
        // Within an account that would be allowed as well, whatever the domain says.
        foreach (var (_, resource) in Templates.Resources(Templates.Full()).Where(pair => (string?)pair.Value!["Type"] == "AWS::IAM::Policy"))
            Assert.DoesNotContain("\"es:", resource!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void SearchOperator_IsARoleOfTheSameAccount() => Assert.Equal(
        "FunctionsprojectRole arn:${AWS::Partition}:iam::${AWS::AccountId}:role/people/operators: "
        + "es:ESHttpGet es:ESHttpHead es:ESHttpPost es:ESHttpPut on /*",
        SearchPolicy(Templates.Full()).First());

    [Theory]
    [InlineData("frames-to-kinesis.json", false, "Frames")]
    [InlineData("frames-to-lambda.json", true, "Frames")]
    [InlineData("command-results-to-lambda.json", false, "Results")]
    [InlineData("ota-requests-to-lambda.json", false, "Updates")]
    [InlineData("online-to-lambda.json", false, "Online")]
    public void Rules_AreThoseOfTheSdk(string file, bool full, string rule)
    {
        var template = full ? Templates.Full() : Templates.Default();
        var payload = Templates.Properties(template, "AWS::IoT::TopicRule", rule)["TopicRulePayload"]!;

        var sdk = JsonNode.Parse(File.ReadAllText(Path.Combine(Checkout.Root, "CloudSdk", "Iot", "Templates", file)))!;

        Assert.Equal((string?)sdk["sql"], (string?)payload["Sql"]);
        Assert.Equal((string?)sdk["awsIotSqlVersion"], (string?)payload["AwsIotSqlVersion"]);
        Assert.Equal((string?)sdk["actions"]![0]!["kinesis"]?["partitionKey"], (string?)payload["Actions"]![0]!["Kinesis"]?["PartitionKey"]);
        Assert.Equal((bool?)sdk["errorAction"]!["sqs"]!["useBase64"], (bool?)payload["ErrorAction"]!["Sqs"]!["UseBase64"]);
    }

    [Fact]
    public void Outputs_AreWhatTheNextStepNeeds() => Assert.Equal(
        ["ApiUrl", "StreamName", "TableName", "SearchUrl", "FramesRule", "AlarmTopic", "IotEndpoint"],
        Templates.Default()["Outputs"]!.AsObject().Select(pair => pair.Key));

    [Fact]
    public void Placeholder_IsRefusedByCdk()
    {
        Assert.SkipWhen(Synthesis.WhyNot is not null, Synthesis.WhyNot ?? "");
        using var folder = new TestFolder();

        Synthesis.Of(new StackSettings { Stage = "empty" }, folder.Path, bootstrap: null);

        var manifest = JsonNode.Parse(File.ReadAllText(folder.At("manifest.json")))!;
        Assert.Contains("aws:cdk:error", manifest["artifacts"]!["empty-dronelink"]!["metadata"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Bootstrap_IsWhatIsDeployed()
    {
        Assert.SkipWhen(Synthesis.WhyNot is not null, Synthesis.WhyNot ?? "");
        using var folder = new TestFolder();
        var zip = folder.At("bootstrap.zip");
        File.WriteAllBytes(zip, [1, 2, 3]);

        var made = Synthesis.Of(new StackSettings { Stage = "filled" }, folder.At("out"), zip);

        var asset = Assert.Single(Directory.GetFiles(made.Folder, "asset.*.zip"));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(asset));
        var manifest = File.ReadAllText(Path.Combine(made.Folder, "manifest.json"));
        Assert.DoesNotContain("aws:cdk:error", manifest, StringComparison.Ordinal);
    }

    // Who, without the hash of a logical id: what, on which paths of the domain.
    private static IEnumerable<string> SearchPolicy(JsonObject template)
    {
        const string Name = "-dronelink";
        var policy = Templates.Properties(template, "AWS::OpenSearchService::Domain")["AccessPolicies"]!;
        foreach (var statement in policy["Statement"]!.AsArray())
        {
            var roles = Items(statement!["Principal"]!["AWS"]!).Select(role => role["Fn::GetAtt"] is { } own ? ((string)own[0]!)[..^8] : Joined(role));
            var actions = Items(statement["Action"]!).Select(action => (string)action!);
            var resource = Joined(statement["Resource"]!);
            var paths = resource[(resource.LastIndexOf(Name, StringComparison.Ordinal) + Name.Length)..];
            yield return $"{string.Join(' ', roles)}: {string.Join(' ', actions)} on {paths}";
        }
    }

    // Which function: what, on which partition keys.
    private static IEnumerable<string> TablePolicies(JsonObject template)
    {
        const string Service = "dynamodb:";
        const string Test = "ForAllValues:";
        return
            from policy in Templates.Resources(template).Select(pair => pair.Value!).Where(resource => (string?)resource["Type"] == "AWS::IAM::Policy")
            from statement in policy["Properties"]!["PolicyDocument"]!["Statement"]!.AsArray()
            let actions = Items(statement["Action"]!).Select(action => (string)action!).ToList()
            where actions.Exists(action => action.StartsWith(Service, StringComparison.Ordinal))
            let role = (string)policy["Properties"]!["Roles"]![0]!["Ref"]!
            let condition = statement["Condition"]!.AsObject().Single()
            let keys = Items(condition.Value!["dynamodb:LeadingKeys"]!).Select(key => (string)key!)
            select $"{role["Functions".Length..role.IndexOf("Role", StringComparison.Ordinal)]}: "
                + string.Join(' ', actions.Select(action => action.Replace(Service, "", StringComparison.Ordinal)))
                + $", {condition.Key[Test.Length..]} {string.Join(' ', keys)}";
    }

    private static IEnumerable<JsonNode> Items(JsonNode node) => node is JsonArray items ? items.Select(item => item!) : [node];

    private static string Joined(JsonNode node) => string.Concat(node["Fn::Join"]![1]!.AsArray()
        .Select(part => part is JsonObject ? $"${{{part["Ref"]}}}" : (string)part!));

    private static string Kinds(JsonObject template) => string.Join('\n', Templates.Resources(template)
        .GroupBy(pair => (string)pair.Value!["Type"]!)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => $"{group.Count()} {group.Key}"));
}

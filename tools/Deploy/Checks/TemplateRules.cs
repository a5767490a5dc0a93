using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DroneLink.Deploy.Checks;

/// <summary>What a template has to keep to, whoever changes the stack: read from the template alone, as CloudFormation reads it.</summary>
public static partial class TemplateRules
{
    // Properties that are names of things in the account.
    private static readonly (string Type, string Property)[] PhysicalNames =
    [
        ("AWS::ApiGatewayV2::Api", "Name"), ("AWS::CloudWatch::Alarm", "AlarmName"), ("AWS::DynamoDB::Table", "TableName"),
        ("AWS::IAM::Role", "RoleName"), ("AWS::IoT::TopicRule", "RuleName"), ("AWS::KMS::Alias", "AliasName"), ("AWS::Kinesis::Stream", "Name"),
        ("AWS::Lambda::Function", "FunctionName"), ("AWS::Logs::LogGroup", "LogGroupName"), ("AWS::OpenSearchService::Domain", "DomainName"),
        ("AWS::SNS::Topic", "TopicName"), ("AWS::SQS::Queue", "QueueName"),
    ];

    /// <summary>Checks a template.</summary>
    /// <param name="template">The template.</param>
    /// <param name="prefix">What every name has to start with, after its service's own path, such as <c>prod-dronelink</c>.</param>
    /// <returns>What is wrong, in the order of the resources; empty when nothing is.</returns>
    public static IReadOnlyList<Violation> Check(JsonObject template, string prefix)
    {
        ArgumentNullException.ThrowIfNull(template);
        var all = TemplateResource.AllOf(template);
        return
        [
            .. all.SelectMany(PolicyRules.Check),
            .. all.SelectMany(DataRules.Check),
            .. FunctionRules.Check(all),
            .. EntranceRules.Check(all),
            .. all.SelectMany(resource => Names(resource, prefix)),
            .. Strings(template).Where(IsPlace).Select(text => new Violation(
                "template", "hard-coded", $"'{text}' has an account or a region in it; the stack must go anywhere.")),
        ];
    }

    private static IEnumerable<Violation> Names(TemplateResource resource, string prefix)
    {
        foreach (var (type, property) in PhysicalNames)
        {
            if (resource.Type != type || resource.Get(property) is not { } node)
                continue;
            var name = TemplateResource.Text(node);
            if (!name[(name.LastIndexOf('/') + 1)..].Replace('_', '-').StartsWith(prefix, StringComparison.Ordinal))
                yield return new(resource.Id, "name", $"{property} '{name}' does not start with '{prefix}': two stacks would want it.");
        }
    }

    private static bool IsPlace(string text) => Account().IsMatch(text) || Region().IsMatch(text);

    private static IEnumerable<string> Strings(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Strings(member.Value).Prepend(member.Key)),
        JsonArray items => items.SelectMany(Strings),
        JsonValue value => [value.ToString()],
        _ => [],
    };

    [GeneratedRegex(@"(?<![0-9a-fA-F])\d{12}(?![0-9a-fA-F])")]
    private static partial Regex Account();

    [GeneratedRegex(@"\b(af|ap|ca|cn|eu|il|me|mx|sa|us|us-gov)-(central|east|north|northeast|northwest|south|southeast|southwest|west)-\d\b")]
    private static partial Regex Region();
}

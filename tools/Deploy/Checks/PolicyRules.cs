using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DroneLink.Deploy.Checks;

/// <summary>No wildcard in what is allowed, wherever a policy can stand.</summary>
internal static partial class PolicyRules
{
    // The few that cannot do without, each with the reason. Everything else with a * is a violation.
    private static readonly (string[] Actions, Regex Resource, string Why)[] Allowed =
    [
        (["xray:PutTraceSegments", "xray:PutTelemetryRecords"], Everything(), "X-Ray has no resource for these."),
        (["es:ESHttpGet", "es:ESHttpHead", "es:ESHttpPost", "es:ESHttpPut"], PathsOfOneDomain(), "Below a domain are the paths of its HTTP API."),
        (["iot:Publish"], TopicsToDevices(), "Every device has its own topic, and devices come and go."),
    ];

    public static IEnumerable<Violation> Check(TemplateResource resource)
    {
        if (resource.Type == "AWS::IAM::Role" && resource.Get("ManagedPolicyArns") is not null)
            yield return new(resource.Id, "managed-policy", "What a managed policy allows is not in the template and changes without it.");
        if (resource.Type == "AWS::Lambda::Permission" && resource.Get("SourceArn") is null)
            yield return new(resource.Id, "permission", "Without a SourceArn a whole service, everybody's, may call the function.");

        foreach (var document in Documents(resource))
        {
            foreach (var statement in TemplateResource.Items(TemplateResource.At(document, "Statement")).OfType<JsonObject>())
            {
                if ((string?)statement["Effect"] != "Allow")
                    continue;
                foreach (var (rule, message) in CheckStatement(statement, isKeyPolicy: resource.Type == "AWS::KMS::Key"))
                    yield return new(resource.Id, rule, message);
            }
        }
    }

    private static IEnumerable<JsonNode?> Documents(TemplateResource resource) =>
    [
        resource.Get("PolicyDocument"), resource.Get("AssumeRolePolicyDocument"), resource.Get("KeyPolicy"), resource.Get("AccessPolicies"),
        TemplateResource.At(resource.Get("ResourcePolicy"), "PolicyDocument"),
        .. TemplateResource.Items(resource.Get("Policies")).Select(policy => TemplateResource.At(policy, "PolicyDocument")),
    ];

    private static IEnumerable<(string Rule, string Message)> CheckStatement(JsonObject statement, bool isKeyPolicy)
    {
        foreach (var inverted in (string[])["NotAction", "NotResource", "NotPrincipal"])
        {
            if (statement.ContainsKey(inverted))
                yield return ("wildcard-" + inverted[3..].ToLowerInvariant(), $"{inverted} allows all that it does not name.");
        }

        var actions = TemplateResource.Items(statement["Action"]).Select(TemplateResource.Text).ToList();
        foreach (var action in actions.Where(HasWildcard))
            yield return ("wildcard-action", $"'{action}' allows more than one action.");

        foreach (var resource in TemplateResource.Items(statement["Resource"]).Select(TemplateResource.Text).Where(HasWildcard))
        {
            // In a key's own policy it is the key.
            var isThisKey = isKeyPolicy && resource == "*";
            if (!isThisKey && !Allowed.Any(exception => actions.All(exception.Actions.Contains) && exception.Resource.IsMatch(resource)))
                yield return ("wildcard-resource", $"'{resource}' is more than one resource, for {string.Join(", ", actions)}.");
        }

        foreach (var principal in Principals(statement["Principal"]).Where(HasWildcard))
            yield return ("wildcard-principal", $"'{principal}' is anybody.");
    }

    private static IEnumerable<string> Principals(JsonNode? node) => node is JsonObject kinds && !kinds.ContainsKey("Ref")
        ? kinds.SelectMany(kind => TemplateResource.Items(kind.Value)).Select(TemplateResource.Text)
        : TemplateResource.Items(node).Select(TemplateResource.Text);

    private static bool HasWildcard(string text) => text.AsSpan().ContainsAny('*', '?');

    [GeneratedRegex(@"^\*$")]
    private static partial Regex Everything();

    [GeneratedRegex(@"^[^*?]+:domain/[^*?/]+/\*(/_search)?$")]
    private static partial Regex PathsOfOneDomain();

    [GeneratedRegex(@"^[^*?]+:topic/dl/v1/\*/\*/(command|ota)$")]
    private static partial Regex TopicsToDevices();
}

using System.Text.Json;
using System.Text.RegularExpressions;

namespace DroneLink.CloudSdk.Tests.Iot;

/// <summary>What IoT Core's documentation says of a policy: variables of the thing, <c>*</c> and <c>?</c> as wildcards, all else as it stands.</summary>
internal sealed class PolicyModel(string policy)
{
    private readonly JsonElement _statements = JsonDocument.Parse(policy).RootElement.GetProperty("Statement");

    /// <summary>Says whether a connected thing may do something.</summary>
    public bool Allows(string action, string resource, string thing = "kite", string fleet = "fleet-1", bool isAttached = true) =>
        _statements.EnumerateArray().Any(statement =>
            statement.GetProperty("Effect").GetString() == "Allow"
            && Texts(statement.GetProperty("Action")).Contains(action)
            && (!statement.TryGetProperty("Condition", out var condition) || IsMet(condition, isAttached))
            && Texts(statement.GetProperty("Resource")).Any(pattern => Matches(pattern, resource, thing, fleet)));

    /// <summary>Everything in a policy that is more than a device needs.</summary>
    public IEnumerable<string> Excesses()
    {
        foreach (var statement in _statements.EnumerateArray())
        {
            var actions = Texts(statement.GetProperty("Action"));
            if (actions.Any(action => action is not ("iot:Connect" or "iot:Publish" or "iot:RetainPublish" or "iot:Subscribe" or "iot:Receive")))
                yield return $"action {string.Join(", ", actions)}";
            if (statement.TryGetProperty("NotAction", out _) || statement.TryGetProperty("NotResource", out _))
                yield return "a statement of what is not";
            if (actions.Contains("iot:Connect") && !statement.TryGetProperty("Condition", out _))
                yield return "connecting without an attached thing";
            foreach (var resource in Texts(statement.GetProperty("Resource")))
            {
                // The one wildcard: a device hears the peers of its own fleet, whose names the policy cannot know.
                var isPeers = actions is ["iot:Receive"] && resource.EndsWith("/${iot:Connection.Thing.Attributes[fleetId]}/peers/*", StringComparison.Ordinal);
                if ((isPeers ? resource[..^1] : resource).AsSpan().ContainsAny('*', '?', '#'))
                    yield return $"wildcard {resource}";
                if (!resource.Contains("${iot:Connection.Thing.", StringComparison.Ordinal))
                    yield return $"not of the thing: {resource}";
            }
        }
    }

    /// <summary>The resources of an action, the variables filled in.</summary>
    public IEnumerable<string> Resources(string action, string thing, string fleet) =>
        _statements.EnumerateArray().Where(statement => Texts(statement.GetProperty("Action")).Contains(action))
            .SelectMany(statement => Texts(statement.GetProperty("Resource"))).Select(pattern => Fill(pattern, thing, fleet));

    private static bool Matches(string pattern, string resource, string thing, string fleet) =>
        Regex.IsMatch(resource, $@"\A{Regex.Escape(Fill(pattern, thing, fleet)).Replace(@"\*", ".*").Replace(@"\?", ".")}\z", RegexOptions.Singleline);

    private static string Fill(string pattern, string thing, string fleet)
    {
        var filled = pattern.Replace("${iot:Connection.Thing.ThingName}", thing).Replace("${iot:Connection.Thing.Attributes[fleetId]}", fleet);
        if (filled.Contains("${", StringComparison.Ordinal)) throw new InvalidDataException($"The policy has a variable that is not known here: {filled}");
        return filled;
    }

    private static bool IsMet(JsonElement condition, bool isAttached)
    {
        var bools = condition.GetProperty("Bool");
        return bools.EnumerateObject().Single().Name == "iot:Connection.Thing.IsAttached"
            && Texts(bools.GetProperty("iot:Connection.Thing.IsAttached")).Single() == (isAttached ? "true" : "false");
    }

    private static string[] Texts(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray().Select(e => e.GetString()!)] : [element.GetString()!];
}

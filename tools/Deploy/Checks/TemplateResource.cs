using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DroneLink.Deploy.Checks;

/// <summary>A resource of a template, and what the rules ask of it.</summary>
/// <param name="Id">Logical id.</param>
/// <param name="Type">Such as <c>AWS::SQS::Queue</c>.</param>
/// <param name="Body">The resource as it is in the template.</param>
internal sealed record TemplateResource(string Id, string Type, JsonObject Body)
{
    /// <summary>All resources of a template.</summary>
    public static IReadOnlyList<TemplateResource> AllOf(JsonObject template) =>
    [
        .. (template["Resources"] as JsonObject ?? []).Select(pair =>
            new TemplateResource(pair.Key, (string?)pair.Value!["Type"] ?? "", pair.Value.AsObject())),
    ];

    /// <summary>The property at a path of names; null when there is none.</summary>
    public JsonNode? Get(params string[] path) => At(Body["Properties"], path);

    /// <summary>Whether the property at a path is the constant true.</summary>
    public bool IsTrue(params string[] path) => Get(path)?.GetValueKind() == JsonValueKind.True;

    /// <summary>The property at a path as a number; null when it is none.</summary>
    public double? Number(params string[] path) => Number(Get(path));

    /// <summary>Whether the text of the property at a path names this other resource.</summary>
    public bool Names(TemplateResource other, params string[] path) => Refers(Get(path), other.Id);

    public static JsonNode? At(JsonNode? node, params string[] path)
    {
        foreach (var name in path)
            node = (node as JsonObject)?[name];
        return node;
    }

    /// <summary>A node as a number; null when it is none.</summary>
    public static double? Number(JsonNode? node) => node?.GetValueKind() == JsonValueKind.Number
        ? double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture)
        : null;

    /// <summary>A node's items when it is a list, itself when it is not, nothing when it is missing.</summary>
    public static IEnumerable<JsonNode> Items(JsonNode? node) => node switch
    {
        null => [],
        JsonArray array => array.OfType<JsonNode>(),
        _ => [node],
    };

    /// <summary>A value as text, with <c>${…}</c> for what only CloudFormation knows.</summary>
    public static string Text(JsonNode? node) => node switch
    {
        null => "",
        JsonValue value => value.ToString(),
        JsonObject { Count: 1 } call when call["Ref"] is { } name => $"${{{name}}}",
        JsonObject { Count: 1 } call when call["Fn::GetAtt"] is JsonArray { Count: 2 } parts => $"${{{parts[0]}.{parts[1]}}}",
        JsonObject { Count: 1 } call when call["Fn::Join"] is JsonArray { Count: 2 } join =>
            string.Join((string)join[0]!, join[1]!.AsArray().Select(Text)),
        JsonObject { Count: 1 } call when call["Fn::Sub"] is { } format => Text(format is JsonArray parts ? parts[0] : format),
        _ => node.ToJsonString(),
    };

    private static bool Refers(JsonNode? node, string id)
    {
        var text = Text(node);
        return text.Contains($"${{{id}}}", StringComparison.Ordinal) || text.Contains($"${{{id}.", StringComparison.Ordinal);
    }
}

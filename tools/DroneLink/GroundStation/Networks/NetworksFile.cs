using System.Collections.Frozen;
using System.Text.Json;
using DroneLink.CloudSdk.Wire;
using DroneLink.Tool.Provisioning;

namespace DroneLink.Tool.GroundStation.Networks;

/// <summary>The file of <c>--networks</c>: a JSON array of networks. README.md of this folder has its members.</summary>
public sealed class NetworksFile
{
    private const int MaxSinks = 32;
    private const string Types = "mavlink, webhook or mqtt";

    private static readonly string[] Severities = ["emergency", "alert", "critical", "error", "warning", "notice", "info", "debug"];
    private static readonly JsonDocumentOptions Options = new()
    {
        AllowDuplicateProperties = false,
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = 8,
    };

    /// <summary>Reads it.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="environment">Returns a variable of the environment, or null.</param>
    /// <exception cref="UserErrorException">It cannot be used; the message names all that is wrong.</exception>
    public static IReadOnlyList<NetworkSinkOptions> Read(string path, Func<string, string?> environment)
    {
        if (path.Length == 0) throw new UserErrorException("--networks: expected the path of a file.");
        try
        {
            return Read(path, File.ReadAllText(path), environment);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"Cannot read {path}: {e.Message}", e);
        }
    }

    /// <summary>Reads its text.</summary>
    /// <param name="path">Where it is: other files are looked for beside it.</param>
    /// <param name="text">Its text.</param>
    /// <param name="environment">Returns a variable of the environment, or null.</param>
    /// <exception cref="UserErrorException">It cannot be used; the message names all that is wrong.</exception>
    internal static IReadOnlyList<NetworkSinkOptions> Read(string path, string text, Func<string, string?> environment)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Options);
            var problems = new List<string>();
            var sinks = Read(document.RootElement, problems, new NetworkSecrets(environment, Path.GetDirectoryName(Path.GetFullPath(path))!));
            if (problems.Count == 0) return sinks;
            throw new UserErrorException($"{path} cannot be used:\n  {string.Join("\n  ", problems)}");
        }
        catch (JsonException e)
        {
            throw new UserErrorException($"{path} is not JSON, or says something twice: {e.Message}", e);
        }
        catch (InvalidOperationException e)
        {
            throw new UserErrorException($"{path} holds a text that is not Unicode.", e);
        }
    }

    private static List<NetworkSinkOptions> Read(JsonElement root, List<string> problems, NetworkSecrets secrets)
    {
        var sinks = new List<NetworkSinkOptions>();
        if (root.ValueKind != JsonValueKind.Array || root.GetArrayLength() is 0 or > MaxSinks)
        {
            problems.Add($"expected is an array of 1 to {MaxSinks} networks, such as [{{\"type\": \"mavlink\", \"target\": \"192.168.1.20\"}}].");
            return sinks;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, element) in root.EnumerateArray().Index())
        {
            var path = $"network {index + 1}";
            if (element.ValueKind != JsonValueKind.Object)
            {
                problems.Add($"{path}: expected is an object.");
                continue;
            }

            var members = new JsonMembers(element, path, problems);
            var type = members.Text("type", Types, isRequired: true);
            var isKnown = type is "mavlink" or "webhook" or "mqtt";
            if (type is not null && !isKnown) members.Wrong("type", Types);
            var name = members.Text("name", "a text") ?? $"{(isKnown ? type : "network")}-{index + 1}";
            if (!DeviceName.IsValid(name)) members.Wrong("name", DeviceName.Rule);
            else if (!names.Add(name)) problems.Add($"{path}: there are two of the name '{name}'; expected are different ones.");
            var sink = NetworkReaders.Read(type, name, Filter(members), members, secrets);
            if (isKnown) members.End();
            if (sink is not null) sinks.Add(sink);
        }

        return sinks;
    }

    private static RecordFilter Filter(JsonMembers network)
    {
        if (network.Object("filter") is not { } members) return new RecordFilter();
        var kinds = members.Texts("kinds", "a list of names of kinds, such as [\"event\", \"videoLink\"]", name => KindSchema.Find(name) is not null);
        var devices = members.Texts("devices", $"a list of devices, each {DeviceName.Rule}", DeviceName.IsValid);
        var severity = members.Text("severity", string.Join(", ", Severities));
        var number = severity is null ? RecordFilter.LeastSevere : Array.IndexOf(Severities, severity);
        if (number < 0) members.Wrong("severity", string.Join(", ", Severities));
        members.End();
        return new RecordFilter
        {
            Kinds = kinds?.Select(name => KindSchema.Find(name)!.Kind).ToFrozenSet(),
            Devices = devices?.ToFrozenSet(StringComparer.Ordinal),
            Severity = Math.Max(number, 0),
        };
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DroneLink.CloudSdk.Search;

namespace DroneLink.CloudSdk.Tests.Search;

/// <summary>
/// The saved objects of <c>tools/Kibana</c>, as far as that can be seen without a Kibana: they are whole, they fit together, and what they ask for
/// is in the index template.
/// </summary>
public sealed partial class KibanaTests
{
    private const string DataView = "dronelink-telemetry";
    private const int GridWidth = 48;

    private static readonly Dictionary<string, string> Types = Mapping();

    public static TheoryData<string> Files => ["dronelink.ndjson", "opensearch-dashboards.ndjson"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_line_is_an_object_and_the_last_one_counts_them(string file)
    {
        var (objects, summary) = Read(file);

        Assert.Equal(objects.Count, (int)summary["exportedCount"]!);
        Assert.Equal(0, (int)summary["missingRefCount"]!);
        Assert.Distinct(objects.Select(saved => $"{saved["type"]}:{saved["id"]}"));
        Assert.All(objects, saved => Assert.False(string.IsNullOrEmpty((string?)saved["attributes"]!["title"])));
    }

    [Fact]
    public void Kibana_is_told_which_version_wrote_them()
    {
        foreach (var saved in Read("dronelink.ndjson").Objects)
        {
            Assert.Equal("8.8.0", (string?)saved["coreMigrationVersion"]);
            Assert.Equal("8.0.0", (string?)saved["typeMigrationVersion"]);
        }
    }

    [Fact]
    public void OpenSearch_gets_nothing_that_it_does_not_know()
    {
        foreach (var saved in Read("opensearch-dashboards.ndjson").Objects)
        {
            Assert.True((string)saved["type"]! is "index-pattern" or "visualization" or "search" or "dashboard", $"{saved["type"]}");
            Assert.Null(saved["coreMigrationVersion"]);
            Assert.NotNull(saved["migrationVersion"]![(string)saved["type"]!]);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_reference_leads_somewhere(string file)
    {
        var (objects, _) = Read(file);
        var known = objects.Select(saved => $"{saved["type"]}:{saved["id"]}").ToHashSet();
        foreach (var saved in objects)
        {
            var references = saved["references"]!.AsArray();
            Assert.All(references, reference => Assert.Contains($"{reference!["type"]}:{reference["id"]}", known));

            // And each is used: by a name in the attributes, which a panel has with its own index before it.
            var attributes = saved["attributes"]!.ToJsonString();
            Assert.All(references, reference => Assert.Contains(((string)reference!["name"]!).Split(':')[^1], attributes, StringComparison.Ordinal));
            Assert.Equal(ReferenceNames().Matches(Unescape(attributes)).Count, references.Count);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_field_is_in_the_index_and_of_a_type_for_it(string file)
    {
        var fields = 0;
        foreach (var saved in Read(file).Objects.Where(saved => (string)saved["type"]! != "index-pattern"))
        {
            foreach (var (name, use) in Fields(Expand(saved["attributes"]!)))
            {
                fields++;
                Assert.True(Types.TryGetValue(name, out var type), $"{saved["id"]}: {name} is not in the index.");
                var fits = use switch
                {
                    "number" => type is "long" or "scaled_float",
                    "terms" => type == "keyword",
                    "geo" => type == "geo_point",
                    "sort" => type is not ("text" or "geo_point"),
                    _ => true,
                };
                Assert.True(fits, $"{saved["id"]}: {name} is of type {type}, which does not do for {use}.");
            }
        }

        Assert.True(fields > 40, $"Only {fields} fields were found.");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Panels_lie_side_by_side(string file)
    {
        var dashboards = Read(file).Objects.Where(saved => (string)saved["type"]! == "dashboard").ToList();
        Assert.Equal(5, dashboards.Count);
        foreach (var dashboard in dashboards)
        {
            var cells = new HashSet<(int, int)>();
            var panels = JsonNode.Parse((string)dashboard["attributes"]!["panelsJSON"]!)!.AsArray();
            Assert.Distinct(panels.Select(panel => (string)panel!["panelIndex"]!));
            Assert.Equal(panels.Count, dashboard["references"]!.AsArray().Count);
            foreach (var grid in panels.Select(panel => panel!["gridData"]!))
            {
                var (x, y, w, h) = ((int)grid["x"]!, (int)grid["y"]!, (int)grid["w"]!, (int)grid["h"]!);
                Assert.True(x >= 0 && w > 0 && h > 0 && x + w <= GridWidth, $"{dashboard["id"]}: {grid.ToJsonString()}");
                for (var cell = 0; cell < w * h; cell++)
                    Assert.True(cells.Add((x + (cell % w), y + (cell / w))), $"{dashboard["id"]}: two panels at {grid.ToJsonString()}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void They_are_for_any_fleet(string file)
    {
        var text = File.ReadAllText(PathOf(file));

        Assert.DoesNotMatch("(drone|receiver|fleet|link)-[0-9]", text);
        Assert.DoesNotContain("http", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_data_view_covers_the_indices_of_the_default_prefix(string file)
    {
        var view = Read(file).Objects.Single(saved => (string)saved["type"]! == "index-pattern");

        Assert.Equal(DataView, (string?)view["id"]);
        Assert.Equal($"{ElasticEventSearchOptions.DefaultPrefix}-telemetry-*", (string?)view["attributes"]!["title"]);
        Assert.Equal("date", Types[(string)view["attributes"]!["timeFieldName"]!]);
    }

    // What the objects hold as JSON in a text becomes JSON.
    private static JsonNode Expand(JsonNode node)
    {
        switch (node)
        {
            case JsonObject parent:
                return new JsonObject(parent.Select(member => KeyValuePair.Create(member.Key, member.Value is null ? null : Expand(member.Value))));
            case JsonArray list:
                return new JsonArray([.. list.Select(item => item is null ? null : Expand(item))]);
            default:
                return node.GetValueKind() == JsonValueKind.String && ((string)node!).TrimStart() is ['{' or '[', ..] text ? Expand(JsonNode.Parse(text)!) : node.DeepClone();
        }
    }

    private static IEnumerable<(string Name, string Use)> Fields(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var found in list.SelectMany(Fields))
                yield return found;
        }
        else if (node is JsonObject parent)
        {
            var aggregation = (string?)(parent["type"] as JsonValue);
            foreach (var (name, value) in parent)
            {
                if (value is JsonValue text && text.GetValueKind() == JsonValueKind.String)
                {
                    var use = name switch
                    {
                        "terms_field" or "topHitsSplitField" => "terms",
                        "geoField" => "geo",
                        "sortField" or "time_field" => "sort",
                        "field" when aggregation is "avg" or "min" or "max" => "number",
                        "field" => "any",
                        "query" when parent["language"] is not null => "query",
                        _ => null,
                    };
                    if (use == "query")
                    {
                        foreach (Match match in QueryFields().Matches((string)text!))
                            yield return (match.Groups[1].Value, "any");
                    }
                    else if (use is not null)
                    {
                        yield return ((string)text!, use);
                    }
                }
                else if (name == "params" && value is JsonObject options && options["field"] is JsonValue field && aggregation is not null)
                {
                    yield return ((string)field!, aggregation switch
                    {
                        "terms" or "cardinality" => "terms",
                        "geohash_grid" => "geo",
                        "avg" or "min" => "number",
                        _ => "any",
                    });
                }
                else if (name is "columns" or "tooltipProperties")
                {
                    foreach (var column in value!.AsArray())
                        yield return ((string)column!, "any");
                }
                else
                {
                    foreach (var found in Fields(value))
                        yield return found;
                }
            }
        }
    }

    private static Dictionary<string, string> Mapping()
    {
        using var resource = typeof(ElasticEventSearch).Assembly.GetManifestResourceStream("Search/telemetry-template.json")!;
        var template = JsonNode.Parse(resource)!;
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        Add("", template["template"]!["mappings"]!["properties"]!.AsObject());
        return types;

        void Add(string prefix, JsonObject properties)
        {
            foreach (var (name, field) in properties)
            {
                if (field!["properties"] is JsonObject inner)
                    Add($"{prefix}{name}.", inner);
                else
                    types[prefix + name] = (string)field["type"]!;
            }
        }
    }

    private static (IReadOnlyList<JsonObject> Objects, JsonObject Summary) Read(string file)
    {
        var lines = File.ReadAllLines(PathOf(file)).Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        return (lines[..^1], lines[^1]);
    }

    private static string PathOf(string file)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "cloud.sln")))
            root = root.Parent;
        Assert.SkipWhen(root is null, "the sources are not beside the tests");
        return Path.Combine(root.FullName, "tools", "Kibana", file);
    }

    private static string Unescape(string json) => json.Replace("\\u0022", "\"", StringComparison.Ordinal).Replace("\\", "", StringComparison.Ordinal);

    [GeneratedRegex("\"(indexRefName|panelRefName|indexPatternRefName)\"")]
    private static partial Regex ReferenceNames();

    [GeneratedRegex(@"([@\w.]+)\s*(?::|<=|>=|<|>)")]
    private static partial Regex QueryFields();
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using static DroneLink.Emulators.ElasticsearchDoubleError;

namespace DroneLink.Emulators;

/// <summary>What the double keeps: templates, policies and indices. One call at a time.</summary>
internal sealed class ElasticsearchDoubleCluster(ElasticsearchProduct product, TimeProvider timeProvider)
{
    private static readonly TimeSpan DefaultRefreshInterval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, JsonElement> _templates = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (JsonElement Policy, long Version)> _policies = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ElasticsearchDoubleIndex> _indices = new(StringComparer.Ordinal);

    /// <summary>Returns the indices that a name or a pattern means.</summary>
    public List<ElasticsearchDoubleIndex> Find(string pattern, bool ignoreUnavailable)
    {
        if (pattern.Contains('*'))
            return [.. _indices.Values.Where(index => Matches(pattern, index.Name))];
        return _indices.TryGetValue(pattern, out var one) ? [one] : ignoreUnavailable ? [] : throw NoIndex(pattern);
    }

    /// <summary>Returns an index, or null when there is none.</summary>
    public ElasticsearchDoubleIndex? Get(string name) => _indices.GetValueOrDefault(name);

    /// <summary>
    /// Returns the index to write to, made from the template of its name if need be; without a template it is not made, as with
    /// <c>action.auto_create_index</c> set to just those names.
    /// </summary>
    public ElasticsearchDoubleIndex GetOrCreate(string name)
    {
        if (_indices.TryGetValue(name, out var index))
            return index;
        if (name.Length is 0 or > 255 || name[0] is '-' or '_' or '+' || name.Any(c => char.IsAsciiLetterUpper(c) || c is ' ' or '"' or '*' or '\\' or '<' or '|' or ',' or '>' or '/' or '?' or '#' or ':'))
            throw BadRequest($"Invalid index name [{name}]", "invalid_index_name_exception");
        var template = _templates.Values
            .Where(template => template.GetProperty("index_patterns").EnumerateArray().Any(pattern => Matches(pattern.GetString()!, name)))
            .OrderByDescending(template => template.GetProperty("priority").GetInt32())
            .Select(template => (JsonElement?)template.GetProperty("template"))
            .FirstOrDefault() ?? throw NoIndex(name);
        index = new ElasticsearchDoubleIndex(
            name, new ElasticsearchDoubleMapping(template.GetProperty("mappings"), product), CheckSettings(template), timeProvider);
        _indices.Add(name, index);
        return index;
    }

    /// <summary>Deletes an index.</summary>
    public JsonObject DeleteIndex(string name)
    {
        if (name.Contains('*') || name == "_all")
            throw BadRequest("Wildcard expressions or all indices are not allowed");
        return _indices.Remove(name) ? Acknowledged() : throw NoIndex(name);
    }

    /// <summary>Stores an index template.</summary>
    public JsonObject PutTemplate(string name, JsonElement template)
    {
        foreach (var member in template.EnumerateObject())
        {
            if (member.Name is not ("index_patterns" or "priority" or "_meta" or "template"))
                throw BadRequest($"[index_template] unknown field [{member.Name}]", "x_content_parse_exception");
        }

        _ = new ElasticsearchDoubleMapping(template.GetProperty("template").GetProperty("mappings"), product);
        CheckSettings(template.GetProperty("template"));
        _templates[name] = template;
        return Acknowledged();
    }

    /// <summary>Returns an index template.</summary>
    public JsonObject GetTemplate(string name) => _templates.TryGetValue(name, out var template)
        ? new JsonObject { ["index_templates"] = new JsonArray(new JsonObject { ["name"] = name, ["index_template"] = JsonObject.Create(template) }) }
        : throw new ElasticsearchDoubleError(404, "resource_not_found_exception", $"index template matching [{name}] not found");

    /// <summary>Deletes an index template.</summary>
    public JsonObject DeleteTemplate(string name) => _templates.Remove(name)
        ? Acknowledged()
        : throw new ElasticsearchDoubleError(404, "resource_not_found_exception", $"index template matching [{name}] not found");

    /// <summary>Stores a policy of index lifecycle management.</summary>
    public JsonObject PutLifecycle(string name, JsonElement body)
    {
        var phases = body.GetProperty("policy").GetProperty("phases");
        if (phases.EnumerateObject().Any(phase => phase.Name is not ("hot" or "warm" or "cold" or "frozen" or "delete")))
            throw BadRequest("lifecycle type [timeseries] does not support this phase");
        CheckAge(phases.GetProperty("delete").GetProperty("min_age").GetString()!);
        _policies[name] = (body, _policies.GetValueOrDefault(name).Version + 1);
        return Acknowledged();
    }

    /// <summary>Stores a policy of index state management: a new one, or over the one that was read.</summary>
    public JsonObject PutStates(string name, JsonElement body, IReadOnlyDictionary<string, string> parameters)
    {
        var policy = body.GetProperty("policy");
        var states = policy.GetProperty("states").EnumerateArray().ToDictionary(state => state.GetProperty("name").GetString()!);
        if (!states.ContainsKey(policy.GetProperty("default_state").GetString()!))
            throw BadRequest("Policy must have a valid default state");
        foreach (var transition in states.Values.SelectMany(state => state.GetProperty("transitions").EnumerateArray()))
        {
            if (!states.ContainsKey(transition.GetProperty("state_name").GetString()!))
                throw BadRequest("Policy contains transitions to a state that does not exist");
            CheckAge(transition.GetProperty("conditions").GetProperty("min_index_age").GetString()!);
        }

        var isKnown = _policies.TryGetValue(name, out var known);
        var sequence = parameters.GetValueOrDefault("if_seq_no");
        if (isKnown && sequence != known.Version.ToString(CultureInfo.InvariantCulture))
            throw new ElasticsearchDoubleError(409, "version_conflict_engine_exception", $"[{name}]: version conflict, document already exists");
        if (!isKnown && sequence is not null)
            throw new ElasticsearchDoubleError(409, "version_conflict_engine_exception", $"[{name}]: version conflict, no document was found");
        _policies[name] = (body, known.Version + 1);
        return new JsonObject { ["_id"] = name, ["_seq_no"] = known.Version + 1, ["_primary_term"] = 1 };
    }

    /// <summary>Returns a policy.</summary>
    public JsonObject GetPolicy(string name)
    {
        if (!_policies.TryGetValue(name, out var known))
            throw new ElasticsearchDoubleError(404, "resource_not_found_exception", $"Policy not found: {name}");
        var policy = JsonNode.Parse(known.Policy.GetProperty("policy").GetRawText());
        return product == ElasticsearchProduct.OpenSearch
            ? new JsonObject { ["_id"] = name, ["_seq_no"] = known.Version, ["_primary_term"] = 1, ["policy"] = policy }
            : new JsonObject { [name] = new JsonObject { ["version"] = known.Version, ["policy"] = policy } };
    }

    /// <summary>Deletes a policy.</summary>
    public JsonObject DeletePolicy(string name) => _policies.Remove(name)
        ? Acknowledged()
        : throw new ElasticsearchDoubleError(404, "resource_not_found_exception", $"Policy not found: {name}");

    private static JsonObject Acknowledged() => new() { ["acknowledged"] = true };

    private static bool Matches(string pattern, string name) => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);

    private static void CheckAge(string age)
    {
        if (!age.EndsWith('d') || !int.TryParse(age[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            throw BadRequest($"failed to parse setting [min_age] with value [{age}] as a time value");
    }

    private TimeSpan CheckSettings(JsonElement template)
    {
        var interval = DefaultRefreshInterval;
        foreach (var setting in template.GetProperty("settings").GetProperty("index").EnumerateObject())
        {
            switch (setting.Name)
            {
                case "number_of_shards" or "codec":
                case "lifecycle" when product == ElasticsearchProduct.Elasticsearch:
                    break;
                case "refresh_interval":
                    interval = TimeSpan.FromSeconds(int.Parse(setting.Value.GetString()!.TrimEnd('s'), CultureInfo.InvariantCulture));
                    break;
                default:
                    throw BadRequest($"unknown setting [index.{setting.Name}]");
            }
        }

        return interval;
    }
}

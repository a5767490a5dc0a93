using System.Text.Json;
using System.Text.Json.Nodes;
using static DroneLink.Emulators.ElasticsearchDoubleError;

namespace DroneLink.Emulators;

/// <summary>A search of the double. It knows bool, term, terms, range, ids, sort and search_after, and refuses everything else.</summary>
internal sealed class ElasticsearchDoubleSearch
{
    private const int MaxWindow = 10_000;
    private const int MaxClauses = 1_024;

    private readonly JsonElement _body;
    private readonly List<(string Field, bool IsDescending)> _sort = [];
    private readonly int _size = 10;
    private readonly bool _withVersion;
    private readonly bool _withSource = true;
    private readonly HashSet<string>? _sourceMembers;

    public ElasticsearchDoubleSearch(JsonElement body)
    {
        _body = body;
        foreach (var member in body.EnumerateObject())
        {
            switch (member.Name)
            {
                case "query" or "search_after":
                    break;
                case "size":
                    _size = member.Value.GetInt32();
                    if (_size is < 0 or > MaxWindow)
                        throw BadRequest($"Result window is too large, from + size must be less than or equal to: [{MaxWindow}] but was [{_size}].");
                    break;
                case "track_total_hits" when member.Value.ValueKind == JsonValueKind.False:
                    break;
                case "seq_no_primary_term":
                    _withVersion = member.Value.GetBoolean();
                    break;
                case "_source" when member.Value.ValueKind == JsonValueKind.Array:
                    _sourceMembers = [.. member.Value.EnumerateArray().Select(name => name.GetString()!)];
                    break;
                case "_source":
                    _withSource = member.Value.GetBoolean();
                    break;
                case "sort":
                    foreach (var field in member.Value.EnumerateArray().Select(item => item.EnumerateObject().Single()))
                        _sort.Add((field.Name, field.Value.GetString() == "desc"));
                    break;
                default:
                    throw BadRequest($"unknown key [{member.Name}] in a search", "parsing_exception");
            }
        }
    }

    /// <summary>Returns <c>hits</c>.</summary>
    public JsonObject Run(IReadOnlyList<ElasticsearchDoubleIndex> indices)
    {
        var found = new List<(ElasticsearchDoubleDocument Document, object[] Keys)>();
        foreach (var index in indices)
        {
            var matches = _body.TryGetProperty("query", out var query) ? Compile(query, index.Mapping) : static _ => true;
            var after = After(index.Mapping);
            found.AddRange(index.Searchable().Where(matches)
                .Select(document => (document, Keys(document, index.Mapping)))
                .Where(hit => after is null || Compare(hit.Item2, after) > 0));
        }

        if (_sort.Count > 0)
            found.Sort((one, other) => Compare(one.Keys, other.Keys));
        return new JsonObject { ["max_score"] = null, ["hits"] = new JsonArray([.. found.Take(_size).Select(hit => Hit(hit.Document, hit.Keys))]) };
    }

    /// <summary>Returns how many documents match.</summary>
    public int Count(IReadOnlyList<ElasticsearchDoubleIndex> indices) => indices.Sum(index =>
        index.Searchable().Count(_body.TryGetProperty("query", out var query) ? Compile(query, index.Mapping) : static _ => true));

    private static Func<ElasticsearchDoubleDocument, bool> Compile(JsonElement query, ElasticsearchDoubleMapping mapping)
    {
        var clause = query.EnumerateObject().Single();
        switch (clause.Name)
        {
            case "bool":
                return Bool(clause.Value, mapping);
            case "ids":
                var ids = clause.Value.GetProperty("values").EnumerateArray().Select(id => id.GetString()!).ToHashSet(StringComparer.Ordinal);
                return document => ids.Contains(document.Id);
        }

        var (field, value) = clause.Value.EnumerateObject().Single() is var only ? (only.Name, only.Value) : default;
        if (mapping.TypeOf(field) is "text" or "geo_point" or "object")
            throw BadRequest($"This double does not search [{field}] of type [{mapping.TypeOf(field)}].");
        switch (clause.Name)
        {
            case "term":
                var wanted = mapping.Value(field, value);
                return document => document.Values.TryGetValue(field, out var values) && values.Contains(wanted);
            case "terms":
                var any = value.EnumerateArray().Select(item => mapping.Value(field, item)).ToHashSet();
                return document => document.Values.TryGetValue(field, out var values) && values.Exists(any.Contains);
            case "range":
                var bounds = value.EnumerateObject().Select(bound => Bound(bound.Name, mapping.Value(field, bound.Value))).ToList();
                return document => document.Values.TryGetValue(field, out var values) && values.Exists(item => bounds.TrueForAll(bound => bound(item)));
            default:
                throw BadRequest($"unknown query [{clause.Name}]", "parsing_exception");
        }
    }

    private static Func<ElasticsearchDoubleDocument, bool> Bool(JsonElement query, ElasticsearchDoubleMapping mapping)
    {
        List<Func<ElasticsearchDoubleDocument, bool>> filters = [], nots = [];
        foreach (var member in query.EnumerateObject())
        {
            var list = member.Name switch
            {
                "filter" => filters,
                "must_not" => nots,
                _ => throw BadRequest($"[bool] query does not support [{member.Name}] in this double", "parsing_exception"),
            };
            list.AddRange(member.Value.EnumerateArray().Select(inner => Compile(inner, mapping)));
        }

        if (filters.Count + nots.Count > MaxClauses)
            throw BadRequest($"maxClauseCount is set to {MaxClauses}", "too_many_clauses");
        return document => filters.TrueForAll(filter => filter(document)) && !nots.Exists(not => not(document));
    }

    private static Func<object, bool> Bound(string operation, object bound) => operation switch
    {
        "gte" => value => Compare(value, bound) >= 0,
        "gt" => value => Compare(value, bound) > 0,
        "lte" => value => Compare(value, bound) <= 0,
        "lt" => value => Compare(value, bound) < 0,
        _ => throw BadRequest($"[range] query does not support [{operation}]", "parsing_exception"),
    };

    private static int Compare(object one, object other) => one is string text ? string.CompareOrdinal(text, (string)other) : ((IComparable)one).CompareTo(other);

    private int Compare(object[] one, object[] other)
    {
        for (var i = 0; i < _sort.Count; i++)
        {
            var order = Compare(one[i], other[i]);
            if (order != 0)
                return _sort[i].IsDescending ? -order : order;
        }

        return 0;
    }

    private object[]? After(ElasticsearchDoubleMapping mapping)
    {
        if (!_body.TryGetProperty("search_after", out var after))
            return null;
        if (after.GetArrayLength() != _sort.Count)
            throw BadRequest($"search_after has {after.GetArrayLength()} value(s) but sort has {_sort.Count}.");
        return [.. _sort.Zip(after.EnumerateArray(), (sort, value) => mapping.Value(sort.Field, value))];
    }

    private object[] Keys(ElasticsearchDoubleDocument document, ElasticsearchDoubleMapping mapping) =>
        [.. _sort.Select(sort => document.Values.TryGetValue(sort.Field, out var values)
            ? values[0]
            : throw BadRequest($"This double does not sort documents without [{sort.Field}] of type [{mapping.TypeOf(sort.Field)}]."))];

    private JsonObject Hit(ElasticsearchDoubleDocument document, object[] keys)
    {
        var hit = new JsonObject { ["_index"] = document.Index, ["_id"] = document.Id, ["_score"] = null };
        if (_withVersion)
        {
            hit["_seq_no"] = document.SequenceNumber;
            hit["_primary_term"] = 1;
        }

        if (_withSource)
        {
            hit["_source"] = _sourceMembers is null
                ? JsonObject.Create(document.Source)
                : new JsonObject(document.Source.EnumerateObject().Where(member => _sourceMembers.Contains(member.Name))
                    .Select(member => KeyValuePair.Create(member.Name, JsonSerializer.SerializeToNode(member.Value))));
        }

        if (keys.Length > 0)
            hit["sort"] = new JsonArray([.. keys.Select(key => key is string text ? JsonValue.Create(text) : JsonValue.Create((long)key))]);
        return hit;
    }
}

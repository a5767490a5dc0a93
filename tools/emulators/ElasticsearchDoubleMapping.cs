using System.Globalization;
using System.Text;
using System.Text.Json;
using static DroneLink.Emulators.ElasticsearchDoubleError;

namespace DroneLink.Emulators;

/// <summary>
/// The mapping of an index with <c>dynamic: false</c>: takes documents apart into what a search sees, and refuses what does not fit. It
/// coerces nothing: a number in quotes is refused, though a cluster would take it.
/// </summary>
internal sealed class ElasticsearchDoubleMapping
{
    private const int MaxTermBytes = 32_766;

    private readonly Dictionary<string, (string Type, double Factor)> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _objects = new(StringComparer.Ordinal);
    private readonly string _refusal;

    public ElasticsearchDoubleMapping(JsonElement mappings, ElasticsearchProduct product)
    {
        _refusal = product == ElasticsearchProduct.Elasticsearch ? "document_parsing_exception" : "mapper_parsing_exception";
        foreach (var member in mappings.EnumerateObject())
        {
            if (member.Name is not ("dynamic" or "properties"))
                throw BadRequest($"Root mapping definition has unsupported parameters: [{member.Name}]", "mapper_parsing_exception");
        }

        if (!mappings.TryGetProperty("dynamic", out var dynamic) || dynamic.ToString() is not ("False" or "false"))
            throw BadRequest("This double knows only mappings with dynamic: false");
        Add(mappings.GetProperty("properties"), "");
    }

    /// <summary>Returns the type of a field.</summary>
    public string TypeOf(string field) => _fields.TryGetValue(field, out var found) ? found.Type : throw BadRequest($"No mapping found for [{field}]");

    /// <summary>Takes a document apart.</summary>
    public Dictionary<string, List<object>> Parse(string id, JsonElement source)
    {
        var values = new Dictionary<string, List<object>>(StringComparer.Ordinal);
        Parse(id, source, "", values);
        return values;
    }

    /// <summary>Returns a value as it is searched and sorted: text, long, double or bool.</summary>
    public object Value(string field, JsonElement value) => Read(field, _fields[field], value);

    private static bool IsRightParameter(string type, string name) => name is "type" or "meta"
        || (type == "scaled_float" && name == "scaling_factor")
        || (type == "text" && name == "norms")
        || (type == "object" && name == "enabled");

    private void Add(JsonElement properties, string prefix)
    {
        foreach (var property in properties.EnumerateObject())
        {
            var path = prefix + property.Name;
            if (property.Value.TryGetProperty("properties", out var inner))
            {
                _objects.Add(path);
                Add(inner, path + ".");
                continue;
            }

            var type = property.Value.GetProperty("type").GetString()!;
            if (type is not ("date" or "long" or "keyword" or "boolean" or "text" or "scaled_float" or "geo_point" or "object"))
                throw BadRequest($"No handler for type [{type}] declared on field [{path}]", "mapper_parsing_exception");
            foreach (var parameter in property.Value.EnumerateObject())
            {
                if (!IsRightParameter(type, parameter.Name))
                    throw BadRequest($"unknown parameter [{parameter.Name}] on mapper [{path}] of type [{type}]", "mapper_parsing_exception");
            }

            if (type == "object" && (!property.Value.TryGetProperty("enabled", out var enabled) || enabled.ValueKind != JsonValueKind.False))
                throw BadRequest($"This double knows only objects with properties or with enabled: false, not [{path}]");
            _fields.Add(path, (type, type == "scaled_float" ? property.Value.GetProperty("scaling_factor").GetDouble() : 1));
        }
    }

    private void Parse(string id, JsonElement source, string prefix, Dictionary<string, List<object>> values)
    {
        foreach (var member in source.EnumerateObject())
        {
            var path = prefix + member.Name;
            if (_objects.Contains(path))
            {
                if (member.Value.ValueKind != JsonValueKind.Object)
                    throw BadRequest($"object mapping for [{path}] tried to parse field [{path}] as object, but found a concrete value", _refusal);
                Parse(id, member.Value, path + ".", values);
            }
            else if (_fields.TryGetValue(path, out var field) && field.Type != "object" && member.Value.ValueKind != JsonValueKind.Null)
            {
                try
                {
                    var several = member.Value.ValueKind == JsonValueKind.Array ? member.Value.EnumerateArray().ToArray() : [member.Value];
                    values[path] = [.. several.Select(value => Read(path, field, value))];
                }
                catch (Exception exception) when (exception is FormatException or InvalidOperationException or KeyNotFoundException)
                {
                    throw new ElasticsearchDoubleError(
                        400, _refusal, $"failed to parse field [{path}] of type [{field.Type}] in document with id '{id}'", exception.Message);
                }
            }
        }
    }

    private object Read(string path, (string Type, double Factor) field, JsonElement value) => field.Type switch
    {
        "long" => value.GetInt64(),
        "scaled_float" => Math.Round(value.GetDouble() * field.Factor) / field.Factor,
        "boolean" => value.GetBoolean(),
        "text" => value.GetString() ?? throw new FormatException("null"),
        "keyword" when Encoding.UTF8.GetByteCount(value.GetString()!) > MaxTermBytes => throw BadRequest($"Document contains at least one immense term in field=\"{path}\""),
        "keyword" => value.GetString()!,
        "date" => DateTimeOffset.ParseExact(
            value.GetString()!, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds(),
        "geo_point" => Place(value),
        _ => throw new FormatException($"Nothing is read from a field of type [{field.Type}]."),
    };

    private static object Place(JsonElement value)
    {
        var (lat, lon) = (value.GetProperty("lat").GetDouble(), value.GetProperty("lon").GetDouble());
        if (lat is not (>= -90 and <= 90))
            throw new FormatException($"illegal latitude value [{lat}]");
        if (lon is not (>= -180 and <= 180))
            throw new FormatException($"illegal longitude value [{lon}]");
        return string.Create(CultureInfo.InvariantCulture, $"{lat},{lon}");
    }
}

using System;
using System.Collections;
using System.Text.Json;

namespace nanoFramework.Json;

/// <summary>
/// nanoFramework.Json's reader of whole objects, over System.Text.Json, with the types that nanoFramework.Json gives: Hashtable,
/// ArrayList, string, bool, int, long where int is too small, double, null.
/// </summary>
public static class JsonConvert
{
    /// <summary>Reads a JSON object.</summary>
    /// <param name="value">The JSON.</param>
    /// <param name="type">Only Hashtable.</param>
    /// <exception cref="DeserializationException">It is not JSON, or it is no object.</exception>
    public static object DeserializeObject(string value, Type type)
    {
        if (type != typeof(Hashtable))
        {
            throw new ArgumentException("the host reads Hashtable only", nameof(type));
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(value);
            return Convert(document.RootElement) as Hashtable ?? throw new DeserializationException();
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new DeserializationException();
        }
    }

    private static object Convert(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                Hashtable table = new Hashtable();
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    table.Add(member.Name, Convert(member.Value));
                }

                return table;
            case JsonValueKind.Array:
                ArrayList list = new ArrayList();
                foreach (JsonElement item in element.EnumerateArray())
                {
                    list.Add(Convert(item));
                }

                return list;
            case JsonValueKind.String:
                return element.GetString();
            case JsonValueKind.Number:
                if (element.TryGetInt32(out int small))
                {
                    return small;
                }

                return element.TryGetInt64(out long large) ? large : (object)element.GetDouble();
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            default:
                return null;
        }
    }
}

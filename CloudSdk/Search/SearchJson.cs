using System.Buffers;
using System.Text.Json;

namespace DroneLink.CloudSdk.Search;

/// <summary>Writes the bodies of requests, and reads answers that are not what they should be as failures.</summary>
internal static class SearchJson
{
    /// <summary>Returns one JSON object.</summary>
    /// <param name="writeMembers">Writes what is in it.</param>
    public static byte[] Object(Action<Utf8JsonWriter> writeMembers)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        writeMembers(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes an array of texts as a member.</summary>
    public static void WriteTexts(this Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    /// <summary>Writes <c>{"term":{field:value}}</c>.</summary>
    public static void WriteTerm(this Utf8JsonWriter json, string field, Action<Utf8JsonWriter> writeValue)
    {
        json.WriteStartObject();
        json.WriteStartObject("term");
        json.WritePropertyName(field);
        writeValue(json);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes <c>{"range":{field:{operation:value}}}</c>, such as with the operation <c>gte</c>.</summary>
    public static void WriteRange(this Utf8JsonWriter json, string field, string operation, long value)
    {
        json.WriteStartObject();
        json.WriteStartObject("range");
        json.WriteStartObject(field);
        json.WriteNumber(operation, value);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Reads an answer.</summary>
    /// <exception cref="SearchException">It has not what was read from it.</exception>
    public static T Read<T>(JsonElement answer, Func<JsonElement, T> read)
    {
        try
        {
            return read(answer);
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new SearchException("bad-answer", "It answered with something else than was asked for: " + exception.Message, inner: exception);
        }
    }

    /// <summary>Returns the hits of a search.</summary>
    /// <exception cref="SearchException">There are none to be read.</exception>
    public static List<JsonElement> Hits(JsonElement answer) =>
        Read(answer, static body => body.GetProperty("hits").GetProperty("hits").EnumerateArray().ToList());
}

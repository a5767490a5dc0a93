using System.Text.Json;

namespace Amazon.Kinesis.Model;

/// <summary>Members that may be missing.</summary>
internal static class JsonMembers
{
    public static void WriteText(this Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
            writer.WriteString(name, value);
    }

    public static void WriteNumber(this Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } number)
            writer.WriteNumber(name, number);
    }

    public static string? Text(this JsonElement element, string name) => Find(element, name)?.GetString();

    public static double? Number(this JsonElement element, string name) => Find(element, name)?.GetDouble();

    public static List<T>? List<T>(this JsonElement element, string name, Func<JsonElement, T> read) =>
        Find(element, name) is { } list ? [.. list.EnumerateArray().Select(read)] : null;

    private static JsonElement? Find(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;
}

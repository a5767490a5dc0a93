using System.Text.Json;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Search;

/// <summary>Writes a query for events and texts in Elasticsearch's language. What a person typed only ever goes in as values.</summary>
internal static class EventSearchBody
{
    /// <summary>Returns the body of the search.</summary>
    /// <param name="query">The query.</param>
    /// <param name="words">The words of its text; null for none.</param>
    /// <param name="size">Hits at the most.</param>
    public static byte[] Of(EventQuery query, IReadOnlyCollection<string>? words, int size) => SearchJson.Object(json =>
    {
        json.WriteNumber("size", size);
        json.WriteBoolean("track_total_hits", false);
        json.WriteTexts("_source", SearchDocument.ReadMembers);
        json.WriteStartObject("query");
        json.WriteStartObject("bool");
        json.WriteStartArray("filter");
        WriteFilters(json, query, words ?? []);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("sort");
        foreach (var field in (ReadOnlySpan<string>)["effective", "device", "boot", "seq"])
        {
            json.WriteStartObject();
            json.WriteString(field, "desc");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (query.After is not { } after)
            return;
        json.WriteStartArray("search_after");
        json.WriteNumberValue(after.EffectiveMs);
        json.WriteStringValue(after.DeviceId);
        json.WriteNumberValue(after.BootId);
        json.WriteNumberValue(after.Sequence);
        json.WriteEndArray();
    });

    private static void WriteFilters(Utf8JsonWriter json, EventQuery query, IReadOnlyCollection<string> words)
    {
        json.WriteStartObject();
        json.WriteStartObject("terms");
        json.WriteTexts("kind", [KindSchema.Find(RecordKind.Event)!.Name, KindSchema.Find(RecordKind.Text)!.Name]);
        json.WriteEndObject();
        json.WriteEndObject();
        foreach (var word in words)
            json.WriteTerm("words", value => value.WriteStringValue(word));
        if (query.DeviceId is { } device)
            json.WriteTerm("device", value => value.WriteStringValue(device));
        if (query.Severity is { } severity)
            json.WriteRange("severity", "lte", severity);
        if (query.FromMs is { } from)
            json.WriteRange("effective", "gte", from);
        if (query.ToMs is { } to)
            json.WriteRange("effective", "lt", to);
    }
}
